import type { DeadLetterState } from '#shared/messages/dead-letter.ts';
import { saysWhich, type Selection } from '#shared/messages/selection.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import { whole } from '../../terminal/whole.ts';
import { countDeadLetters } from '../../verbs/count-dead-letters.ts';
import { listDeadLetters as listThem } from '../../verbs/list-dead-letters.ts';
import { checkWorkerName } from '../check-worker-name.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import { describeNone } from './describe-none.ts';
import { describeTable } from './describe-table.ts';
import { countQuarantined, quarantinedField, quarantinedLine } from '../quarantined-line.ts';

export interface ListOptions {
  readonly from: string | undefined;
  readonly which: Omit<Selection, 'from'>;
  readonly text?: string | undefined;
  readonly state: DeadLetterState;
  readonly limit: number;
  readonly asJson: boolean;
}

/** The newest failures of one worker or of all, how many there are, and where to look if there are none. */
export async function listDeadLetters(options: ListOptions, session: Session): Promise<ExitCode> {
  const { pipeline, terminal } = session;
  const { from, which, text, state, limit, asJson } = options;

  const { interrupted, progress } = terminal;
  if (from !== undefined) checkWorkerName(from, pipeline);
  const asked = { from, text, state, ...chosen(which, text) };
  const counting = countDeadLetters(asked, pipeline, interrupted, (count) => progress.show(`${whole(count)} so far`));
  const [{ deadLetters, unreadable = 0 }, counted, quarantined] = await Promise.all([
    listThem({ ...asked, limit, newestFirst: true }, pipeline, interrupted),
    counting,
    state === 'open' ? countQuarantined(from, session) : { count: 0 },
  ]).finally(() => progress.end());
  // The index and its count are read one after the other: what came in between is at least not missed.
  const count = Math.max(deadLetters.length, counted);
  const shown = deadLetters.length;
  if (asJson) {
    for (const deadLetter of deadLetters) writeJson('dead-letter', deadLetter, terminal);
    const more = { ...(unreadable > 0 && { unreadable }), ...quarantinedField(quarantined) };
    writeJson('summary', { state, shown, count, ...more }, terminal);
    return exitCode.done;
  }
  if (shown > 0) terminal.write(describeTable(deadLetters, terminal));
  if (count === 0) terminal.write(await describeNone(asked, session));
  else terminal.write(`${describeCount({ shown, count, state, isAll: 'all' in asked && text === undefined })}\n`);
  // Of what was looked for in vain they are told above.
  if (count > 0 || 'all' in asked) terminal.write(quarantinedLine(quarantined, from, pipeline.stage));
  if (unreadable > 0) terminal.tell(`${whole(unreadable)} cannot be read by the version that is deployed.\n`);
  return exitCode.done;
}

/** What nobody narrows down is all. */
function chosen(which: Omit<Selection, 'from'>, text: string | undefined): Omit<Selection, 'from'> {
  if (Object.keys(which).length === 0) return text === undefined ? { all: true } : {};
  if (saysWhich(which)) return which;
  throw new CommandError(exitCode.wrongUsage, '--all means all, and takes no other choice beside it.');
}

interface Count {
  readonly shown: number;
  readonly count: number;
  readonly state: DeadLetterState;
  readonly isAll: boolean;
}

function describeCount({ shown, count, state, isAll }: Count): string {
  const such = isAll ? '' : ' such';
  const all = `${whole(count)}${such} ${state} dead letter${count === 1 ? '' : 's'}`;
  return shown < count ? `${whole(shown)} of ${all}` : all;
}
