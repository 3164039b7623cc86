import * as v from 'valibot';
import { showAnswerSchema, type InspectRequest } from '#shared/messages/inspect-request.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import type { Paint } from '../deliveries/views/describe-webhook.ts';
import { checkWorkerName } from './check-worker-name.ts';
import { describeDeadLetter } from './describe-dead-letter.ts';
import type { OpenedPipeline } from './open-pipeline.ts';

export interface ShowOptions {
  readonly id: string;
  readonly withBody: boolean;
  readonly asJson: boolean;
}

export interface ShowPorts extends OpenedPipeline {
  readonly write: (text: string) => void;
  readonly paint: Paint;
}

/** @throws {CommandError} when there is none of this id */
export async function showDeadLetter({ id, withBody, asJson }: ShowOptions, ports: ShowPorts): Promise<ExitCode> {
  const { invoke, workers, write, paint } = ports;
  if (id.includes('/')) checkWorkerName(id.slice(0, id.indexOf('/')), workers);
  const request: InspectRequest = { show: { id, ...(withBody && { body: true }) } };
  const { deadLetters } = v.parse(showAnswerSchema, await invoke('inspect', request));
  if (deadLetters.length === 0) {
    throw new CommandError(
      exitCode.failed,
      `There is no dead letter ${id}: its event was not given up, is still being tried, or is older than 400 days.`,
    );
  }
  if (asJson) for (const one of deadLetters) write(`${JSON.stringify({ kind: 'dead-letter', ...one })}\n`);
  else write(deadLetters.map((one) => describeDeadLetter(one, paint)).join('\n'));
  return exitCode.done;
}
