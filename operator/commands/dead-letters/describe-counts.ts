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
  return linesOf([first, ...reasonLines(foreseen, paint)]);
}

export function describeReplayed(counts: RunCounts, from: string, paint: Paint): string {
  const [first] = counts.runs;
  return linesOf([
    `${paint(counts.failed > 0 ? 'red' : 'green', letters(counts.replayed))} of ${from} replayed, ${whole(counts.skipped)} skipped, ${whole(counts.failed)} failed.`,
    ...reasonLines(counts, paint),
    ...(counts.unfinished ? ['Not all were reached: the same command goes on.'] : []),
    ...(first === undefined ? [] : [paint('dim', counts.runs.map((run) => `receipt replays/${run}.json`).join('\n'))]),
  ]);
}

export const whole = (count: number) => count.toLocaleString('en');

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
