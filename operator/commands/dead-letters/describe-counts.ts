import type { ReplayAnswer, ReplayCounts } from '#shared/messages/replay-request.ts';
import type { Paint } from '../deliveries/views/describe-webhook.ts';
import { plainLine } from '../../terminal/fit-columns.ts';
import type { RunCounts } from './add-answer.ts';

export function describeForeseen(foreseen: ReplayAnswer, from: string, paint: Paint): string {
  const about = foreseen.isApproximate ? 'about ' : '';
  const first =
    foreseen.replayed === 0
      ? `Nothing to replay of ${from}.`
      : `${paint('bold', `${about}${letters(foreseen.replayed)}`)} of ${from} would be replayed.`;
  return linesOf([
    first,
    ...sampleLines(foreseen),
    ...reasonLines(foreseen, paint),
    ...notThereLines(foreseen, from, paint),
  ]);
}

export function describeReplayed(counts: RunCounts, from: string, paint: Paint): string {
  const [first] = counts.runs;
  return linesOf([
    `${paint(counts.failed > 0 ? 'red' : 'green', letters(counts.replayed))} of ${from} replayed, ${whole(counts.skipped)} skipped, ${whole(counts.failed)} failed.`,
    ...reasonLines(counts, paint),
    ...notThereLines(counts, from, paint),
    ...(counts.replayed > 0 ? [whatComesOf(counts.replayed, from)] : []),
    ...(counts.unfinished ? ['Not all were reached: the same command goes on.'] : []),
    ...(first === undefined ? [] : [paint('dim', counts.runs.map((run) => `receipt replays/${run}.json`).join('\n'))]),
  ]);
}

export const whole = (count: number) => count.toLocaleString('en');

/** Names come from the command line, and may be ten thousand. */
const NAMES_SHOWN_MAX = 10;

/** One line that says what was named in vain; empty where all is there. */
export function notThereLines(
  { notThere = [] }: { readonly notThere?: readonly string[] | undefined },
  from: string,
  paint: Paint,
): readonly string[] {
  if (notThere.length === 0) return [];
  const shown = notThere.slice(0, NAMES_SHOWN_MAX).map(plainLine).join(', ');
  const others = othersOf(notThere.length - NAMES_SHOWN_MAX);
  return [
    `${paint('red', `Not there: ${shown}${others && ` ${others}`}.`)} What there is: \`npm run hooks -- dead-letters list --from ${from}\``,
  ];
}

function sampleLines({ sample = [], replayed }: ReplayAnswer): readonly string[] {
  if (sample.length === 0) return [];
  return [...sample, othersOf(replayed - sample.length)]
    .filter((line) => line !== '')
    .map((line) => `  ${plainLine(line)}`);
}

const othersOf = (count: number) => (count > 0 ? `and ${whole(count)} other${count === 1 ? '' : 's'}` : '');

const whatComesOf = (replayed: number, from: string) =>
  `${replayed === 1 ? 'It is' : 'They are'} back on the queue of ${from}; what fails again is listed by \`npm run hooks -- dead-letters list --from ${from}\``;

const letters = (count: number) => `${whole(count)} dead letter${count === 1 ? '' : 's'}`;

function reasonLines({ skippedBecause = {}, failedBecause = {} }: ReplayCounts, paint: Paint): readonly string[] {
  return [
    ...Object.entries(skippedBecause).map(([because, count]) => `  ${whole(count)} skipped: ${because}`),
    ...Object.entries(failedBecause).map(
      ([because, count]) => `  ${paint('red', `${whole(count)} failed`)}: ${plainLine(because)}`,
    ),
  ];
}

const linesOf = (lines: readonly string[]) => `${lines.join('\n')}\n`;
