import { CommandError } from '../../command-error.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import type { ShownDeadLetter } from '#shared/messages/inspect-request.ts';
import { showDeadLetters } from '../../verbs/show-dead-letters.ts';
import { checkWorkerName } from '../check-worker-name.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import { describeDeadLetter } from './describe-dead-letter.ts';

export interface ShowOptions {
  readonly id: string;
  readonly withBody: boolean;
  readonly isRevealed: boolean;
  readonly asJson: boolean;
}

/** @throws {CommandError} when there is none of this id */
export async function showDeadLetter(options: ShowOptions, { pipeline, terminal }: Session): Promise<ExitCode> {
  const { id, withBody, isRevealed, asJson } = options;
  if (id.includes('/')) checkWorkerName(id.slice(0, id.indexOf('/')), pipeline);
  const asked = { id, ...(withBody && { body: true as const }), ...(isRevealed && { reveal: true as const }) };
  const { deadLetters, unreadable = 0 } = await showDeadLetters(asked, pipeline, terminal.interrupted);
  if (deadLetters.length === 0) {
    const sentence =
      unreadable > 0
        ? `The dead letter ${id} cannot be read by the version that is deployed.`
        : `There is no dead letter ${id}: its event was not given up, is still being tried, or is older than 400 days.`;
    throw new CommandError(exitCode.failed, sentence);
  }
  if (asJson) for (const one of deadLetters) writeJson('dead-letter', withBodyItself(one), terminal);
  else terminal.write(deadLetters.map((one) => describeDeadLetter(one, pipeline.stage, terminal.paint)).join('\n'));
  return exitCode.done;
}

/** `body` is what the sender posted, and `message` what carries it to the worker. */
function withBodyItself({ body: message, eventBody: body, ...rest }: ShownDeadLetter): object {
  return { ...rest, ...(body !== undefined && { body }), ...(message !== undefined && { message }) };
}
