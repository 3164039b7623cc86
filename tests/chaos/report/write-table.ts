import type { Verdict } from '../conservation/verdict.ts';

const whole = (number: number) => number.toLocaleString('en');
const times = (number: number) => `${whole(number)} ${number === 1 ? 'time' : 'times'}`;

const listed = (counts: Readonly<Record<string, number | undefined>>) =>
  Object.entries(counts)
    .flatMap(([name, count]) => (count ? [`${name} ${whole(count)}`] : []))
    .join(', ') || 'none';

/** What happened, line by line, and the verdict in the last. */
export function writeTable(verdict: Verdict): string {
  const { tally, faults, requests, replayed, seconds } = verdict;
  const rows: readonly (readonly [string, string])[] = [
    ['seed', String(verdict.seed)],
    ['webhooks accepted', `${whole(tally.accepted)}, in ${whole(tally.posted)} posts`],
    ['posts without a 2xx', `${whole(tally.broken)} broken off, ${whole(tally.askedToComeAgain)} told to come again`],
    ['requests to AWS', `${whole(requests)}, with ${listed(faults)}`],
    ['killed with -9', `the process ${times(tally.processKills)}; environments: ${listed(tally.environmentKills)}`],
    ['dead letters of the storm', listed(verdict.deadAfterStorm)],
    ['replayed', `${whole(replayed.sent)}, in runs of which ${whole(replayed.failedRuns)} failed`],
    ['events with a result', listed(verdict.results)],
    ['entries of the ledger', whole(verdict.entriesWritten)],
    ['taken by the destination', `${whole(verdict.taken)}, ${whole(verdict.takenAgain)} of them more than once`],
    ['dead letters at the end', `${listed(verdict.dead)}; poison ${whole(verdict.poison)}`],
    ['seconds', listed(seconds)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [...rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`), '', ...conclude(verdict)].join('\n');
}

function conclude({ breaches, seed, tally }: Verdict): readonly string[] {
  if (breaches.length === 0) return ['0 lost, 0 doubled'];
  const counted = Object.entries(Object.groupBy(breaches, ({ kind }) => kind)).map(
    ([kind, found]) => `${whole(found.length)} ${kind}`,
  );
  const again = `npm run chaos -- --seed ${seed} --webhooks ${tally.accepted} --keep`;
  return [...breaches.map(({ kind, what }) => `${kind}: ${what}`), '', counted.join(', '), `Again, and kept: ${again}`];
}
