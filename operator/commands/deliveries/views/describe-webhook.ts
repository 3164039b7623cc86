import { plainLine } from '../../../terminal/fit-columns.ts';
import type { Paint } from '../../../terminal/paint.ts';
import { deadLettersOf, outcomeOf, workerTimes, type FoundDeadLetter, type SentWebhook } from '../sent-webhook.ts';
import { problemOf } from '../summarise.ts';

/**
 * One webhook on one line: source, type, delivery id, answer, and every subscribed worker with its time.
 * @param sinceMs how long ago it was posted, shown while something is still to come
 */
export function describeWebhook(sent: SentWebhook, paint: Paint, sinceMs?: number): string {
  const name = `${sent.source} ${sent.type}`;
  const outcome = outcomeOf(sent);
  if (outcome === 'posted')
    return `${paint('yellow', '…')} ${name}  ${paint('dim', soFar(sinceMs) || 'no answer yet')}`;
  if (outcome === 'refused' || outcome === 'unanswered') return `${paint('red', '✗')} ${name}  ${problemOf(sent)}`;
  const answered = `${sent.answer?.status} in ${showMs(sent.answer?.ms ?? 0)}`;
  if (outcome === 'answered') return `${paint('green', '✓')} ${name}  ${answered}, no delivery`;
  const deadLetters = deadLettersOf(sent);
  const workers = [...workerTimes(sent)].map(([worker, ms]) => {
    const deadLetter = deadLetters.get(worker);
    if (deadLetter) return `${worker} ${paint('red', '✗')} ${describeDeadLetter(deadLetter, worker)}`;
    if (ms !== undefined) return `${worker} ${paint('green', '✓')} ${showMs(ms)}`;
    return sinceMs === undefined
      ? `${worker} ${paint('red', 'no result')}`
      : `${worker} ${paint('yellow', '…')} ${paint('dim', soFar(sinceMs))}`;
  });
  const unheard = sent.results?.length === 0 ? ['no worker is subscribed to it'] : [];
  const mark = {
    unfinished: paint('yellow', '…'),
    'dead-letter': paint('red', '✗'),
    followed: paint('green', '✓'),
    accepted: paint('green', '✓'),
  }[outcome];
  return [`${mark} ${name}`, paint('dim', sent.answer?.deliveryId ?? ''), answered, ...workers, ...unheard].join('  ');
}

/** The message is redacted, but may hold words of the sender; of dispatch it is also what every other worker lacks. */
const describeDeadLetter = ({ worker, message }: FoundDeadLetter, ofWorker: string) =>
  `dead letter${worker === ofWorker ? '' : ` of ${worker}`}: ${plainLine(message)}`;

export function showMs(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

const soFar = (sinceMs: number | undefined) => (sinceMs === undefined ? '' : `${(sinceMs / 1000).toFixed(1)} s`);
