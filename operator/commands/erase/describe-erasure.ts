import type { EraseAnswer } from '#shared/messages/erase-request.ts';
import { describeSpan } from '../../terminal/describe-time.ts';
import { counted, whole } from '../../terminal/whole.ts';
import { hooksLine } from '../hooks-line.ts';

/** Nothing of them is anywhere that could be searched. */
export const isNothing = ({ archiveLines, results, deadLetters, claimChecks }: EraseAnswer): boolean =>
  archiveLines + results + deadLetters + claimChecks === 0;

/** Something was met that may have to be erased, and stays. */
export const isTroubled = ({ bodiesKept, undecided, unreadable, isUnsettled }: EraseAnswer): boolean =>
  bodiesKept + undecided + unreadable > 0 || isUnsettled === true;

export function describeForeseen(foreseen: EraseAnswer, sources: readonly string[]): string {
  const first = isNothing(foreseen)
    ? `Nothing to erase: nothing of ${sources.join(', ')} is kept of which all of this is true. A misspelt source or field looks the same.`
    : `${counted(foreseen.events, 'event')} would be erased: ${describePlaces(foreseen)}.`;
  return `${[first, ...restLines(foreseen)].join('\n')}\n`;
}

export function describeErased(end: EraseAnswer, sources: readonly string[], stage: string): string {
  const atLeast = end.isAtLeast ? 'At least ' : '';
  const lines = [
    `${atLeast}${counted(end.events, 'event')} erased: ${describePlaces(end)}.`,
    ...restLines(end),
    ...(end.waiting && Object.keys(end.waiting).length > 0 ? [againLine(sources, stage)] : []),
    ...(end.erasure === undefined ? [] : [`receipt: erasures/${end.erasure}.json in the results bucket`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** How far it is, on one line. */
export const describeSoFar = (soFar: EraseAnswer, startedAt: Date, now: Date): string =>
  `${describeSpan(now.getTime() - startedAt.getTime())}: ${counted(soFar.events, 'event')} so far, ${describePlaces(soFar)}`;

const describePlaces = ({ archiveLines, results, deadLetters, claimChecks }: EraseAnswer): string =>
  [
    counted(archiveLines, 'archived line'),
    counted(results, 'result'),
    counted(deadLetters, 'dead letter'),
    claimChecks === 1 ? '1 large body' : `${whole(claimChecks)} large bodies`,
  ].join(', ');

function restLines({
  entriesKept,
  bodiesKept,
  undecided,
  unreadable,
  isUnsettled,
  waiting = {},
}: EraseAnswer): readonly string[] {
  const waits = Object.entries(waiting).map(([name, count]) => `${whole(count)} on ${name}`);
  return [
    ...(entriesKept > 0
      ? [
          `${entriesKept === 1 ? '1 entry' : `${whole(entriesKept)} entries`} of the ledger told by them stay: books are kept by law.`,
        ]
      : []),
    ...(bodiesKept > 0
      ? [
          `${bodiesKept === 1 ? '1 large body of an array stays' : `${whole(bodiesKept)} large bodies of arrays stay`}: other events have yet to be cut from it. Half an hour after it came, and once dead letters of dispatch are replayed, erase again.`,
        ]
      : []),
    ...(undecided > 0
      ? [`${counted(undecided, 'dead letter')} of dispatch hold several events and stay: replay them, and erase again.`]
      : []),
    ...(unreadable > 0 ? [`${whole(unreadable)} that cannot be read stay: nobody can tell whose they are.`] : []),
    ...(isUnsettled ? ['Dead letters changed their state all the time, and some may be left: erase again.'] : []),
    ...(waits.length > 0 ? [`Messages that nobody can search: ${waits.join(', ')}.`] : []),
  ];
}

const againLine = (sources: readonly string[], stage: string) =>
  `Once they are through, at the latest in 28 days, erase again: ${hooksLine(stage, ['erase', '--source', sources.join(','), '…'])}`;
