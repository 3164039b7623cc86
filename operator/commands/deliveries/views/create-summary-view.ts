import { isFinished, outcomeOf, type SentWebhook } from '../sent-webhook.ts';
import { summarise, type Quantiles } from '../summarise.ts';
import { describeHints } from './describe-hints.ts';
import type { Paint } from '../../../terminal/paint.ts';
import { showMs } from './describe-webhook.ts';
import type { View } from './view.ts';

/** How many kinds of problem are worth a line each. */
const PROBLEMS_MAX = 5;
const REDRAW_EVERY_MS = 200;
const LOG_EVERY_MS = 2000;

export interface SummaryViewPorts {
  readonly write: (text: string) => void;
  readonly paint: Paint;
  /** Where progress goes, so that the summary can be piped alone. */
  readonly progress: { readonly isTTY: boolean; write(text: string): unknown };
  readonly count: number;
}

/** Many webhooks: their progress while it goes on, and rates and times at the end. */
export function createSummaryView({ write, paint, progress, count }: SummaryViewPorts): View {
  const known = new Map<SentWebhook, boolean>();
  const tally = { answered: 0, finished: 0 };
  const show = () => {
    const text = `${whole(tally.answered)} of ${whole(count)} answered, ${whole(tally.finished)} finished`;
    progress.write(progress.isTTY ? `\r\u001B[2K${text}` : `${text}\n`);
  };
  const timer = setInterval(show, progress.isTTY ? REDRAW_EVERY_MS : LOG_EVERY_MS).unref();
  return {
    changed: (sent) => {
      if (sent.answer && !known.has(sent)) {
        known.set(sent, false);
        tally.answered += 1;
      }
      if (isFinished(sent) && known.get(sent) === false) {
        known.set(sent, true);
        tally.finished += 1;
      }
    },
    end: (all) => {
      clearInterval(timer);
      if (progress.isTTY) progress.write('\r\u001B[2K');
      write(`${describeSummary(all, paint)}${describeHints(all, paint)}`);
    },
  };
}

function describeSummary(all: readonly SentWebhook[], paint: Paint): string {
  const summary = summarise(all);
  const isFollowed = all.some(({ results }) => results !== undefined);
  const lines = [
    `${paint('bold', `${whole(summary.accepted)} accepted`)} of ${whole(summary.sent)} sent, ${whole(summary.acceptedPerSecond)} per second${showTimes(summary.answerMs)}`,
    ...(isFollowed
      ? [
          `${paint('bold', `${whole(summary.results)} results`)}, ${whole(summary.resultsPerSecond)} per second${showTimes(summary.resultMs)}`,
        ]
      : []),
  ];
  const problems = Object.entries(summary.problems);
  for (const [problem, times] of problems.slice(0, PROBLEMS_MAX))
    lines.push(`${paint('red', `${whole(times)} ×`)} ${problem}`);
  if (problems.length > PROBLEMS_MAX) lines.push(`and ${problems.length - PROBLEMS_MAX} more kinds of problem`);
  const handshakes = all.filter((sent) => outcomeOf(sent) === 'answered').length;
  if (handshakes > 0) lines.push(`${whole(handshakes)} answered without a delivery`);
  return `${lines.join('\n')}\n`;
}

const showTimes = (times: Quantiles | undefined) =>
  times ? `, after ${showMs(times.p50)} at p50 and ${showMs(times.p99)} at p99` : '';

const whole = (number: number) => Math.round(number).toLocaleString('en');
