import type { RunCounts, RunRequest } from '#shared/messages/replay-request.ts';
import { plainLine } from '../../terminal/fit-columns.ts';
import type { Paint } from '../../terminal/paint.ts';
import { whole } from '../../terminal/whole.ts';

/** Names come from the command line, and may be ten thousand. */
const NAMES_SHOWN_MAX = 10;

/** What a run does to those that count as succeeded: what was sent may still fail again. */
export const DOES: Readonly<Record<RunRequest['kind'], string>> = {
  replay: 'sent',
  backfill: 'sent',
  probe: 'sent',
  discard: 'discarded',
};

/** `2 sent, 1 skipped, 0 failed`, and how many a call that died had begun with. */
export const describeCounts = (counts: Omit<RunCounts, 'matched'>, kind: RunRequest['kind']) =>
  `${whole(counts.succeeded)} ${DOES[kind]}, ${describeOthers(counts)}`;

/** The same without those that succeeded, for a sentence that has them already. */
export const describeOthers = ({ skipped, failed, unknown = 0 }: Omit<RunCounts, 'matched' | 'succeeded'>) =>
  `${whole(skipped)} skipped, ${whole(failed)} failed${unknown > 0 ? `, ${describeUnknown(unknown)}` : ''}`;

/** What a call that died had begun with: nobody can tell whether it was sent. */
export const describeUnknown = (count: number) => `${whole(count)} begun, not known`;

/** Whether somebody has to look: some failed, or nobody can tell. */
export const isTroubled = ({ failed, unknown = 0 }: Pick<RunCounts, 'failed' | 'unknown'>): boolean =>
  failed > 0 || unknown > 0;

/** Those that are named on a line of their own need none among the reasons. */
const NOT_THERE = 'not there';

/** Why some were skipped and some failed, a line for each reason. */
export function reasonLines(
  {
    skippedBecause = {},
    failedBecause = {},
    unknownBecause = {},
    notThere = [],
  }: RunCounts & { readonly notThere?: readonly string[] | undefined },
  paint: Paint,
): readonly string[] {
  return [
    ...Object.entries(skippedBecause)
      .filter(([because]) => because !== NOT_THERE || notThere.length === 0)
      .map(([because, count]) => `  ${whole(count)} skipped: ${plainLine(because)}`),
    ...Object.entries(failedBecause).map(
      ([because, count]) => `  ${paint('red', `${whole(count)} failed`)}: ${plainLine(because)}`,
    ),
    ...Object.entries(unknownBecause).map(
      ([because, count]) => `  ${paint('red', describeUnknown(count))}: ${plainLine(because)}`,
    ),
  ];
}

/** One line that says what was named in vain; none where all is there. @param listLine the command that lists what there is */
export function notThereLines(
  { notThere = [] }: { readonly notThere?: readonly string[] | undefined },
  listLine: string | undefined,
  paint: Paint,
): readonly string[] {
  if (notThere.length === 0) return [];
  const shown = notThere.slice(0, NAMES_SHOWN_MAX).map(plainLine).join(', ');
  const others = othersOf(notThere.length - NAMES_SHOWN_MAX);
  const said = paint('red', `Not there: ${shown}${others && ` ${others}`}.`);
  return [listLine === undefined ? said : `${said} What there is: \`${listLine}\``];
}

export const othersOf = (count: number) => (count > 0 ? `and ${whole(count)} other${count === 1 ? '' : 's'}` : '');
