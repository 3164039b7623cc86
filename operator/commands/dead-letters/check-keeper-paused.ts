import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { plainLine } from '../../terminal/fit-columns.ts';
import { createGaps } from '../../verbs/gaps.ts';
import { KEEPER } from '../../verbs/read-workers.ts';
import { hooksLine } from '../hooks-line.ts';
import type { Session } from '../session.ts';

/**
 * The keeper takes from the same queue: what it has recorded is not there any more, and a run via the queue finds next to nothing.
 * Whoever may not see whether it is paused is told so.
 * @throws {CommandError} while it runs
 */
export async function checkKeeperPaused(worker: string, { pipeline, terminal }: Session): Promise<void> {
  const { gaps, unlessGap } = createGaps(terminal.interrupted);
  const mappings = await unlessGap(pipeline.mappings.of(KEEPER, terminal.interrupted));
  for (const gap of gaps) terminal.tell(`Whether the keeper is paused is not known: ${plainLine(gap)}\n`);
  const queue = pipeline.about.workers.find(({ name }) => name === worker)?.deadLetterQueue;
  const feeding = mappings?.filter((mapping) => mapping.queue === queue && mapping.state !== 'disabled') ?? [];
  if (feeding.length === 0) return;
  throw new CommandError(
    exitCode.failed,
    `The keeper is not paused: it takes the dead letters of ${worker} off their queue. Leave out --via, or pause it first: ` +
      hooksLine(pipeline.stage, ['workers', 'pause', KEEPER]),
  );
}
