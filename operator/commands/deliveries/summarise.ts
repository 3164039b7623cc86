import { plainLine } from '../../terminal/fit-columns.ts';
import { deadLettersOf, hasFailed, outcomeOf, type SentWebhook } from './sent-webhook.ts';

export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
}

export interface Summary {
  readonly sent: number;
  readonly accepted: number;
  readonly followed: number;
  /** Not accepted, a dead letter, or without all results in time. */
  readonly failed: number;
  /** Outcome → how many. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** From the first posting to the last answer or result. */
  readonly seconds: number;
  readonly acceptedPerSecond: number;
  readonly answerMs?: Quantiles;
  readonly results: number;
  readonly resultsPerSecond: number;
  readonly resultMs?: Quantiles;
  /** What was wrong → how often, the most frequent first. */
  readonly problems: Readonly<Record<string, number>>;
}

export function summarise(sent: readonly SentWebhook[]): Summary {
  const firstAtMs = sent.reduce((first, { postedAtMs }) => Math.min(first, postedAtMs), Number.POSITIVE_INFINITY);
  const accepted = sent.filter(({ answer }) => answer?.deliveryId !== undefined);
  const answers = sent.flatMap(({ answer, postedAtMs }) =>
    answer ? [{ ms: answer.ms, atMs: postedAtMs + answer.ms }] : [],
  );
  const results = sent.flatMap(({ results: expected = [], postedAtMs }) =>
    expected.flatMap(({ ms }) => (ms === undefined ? [] : [{ ms, atMs: postedAtMs + ms }])),
  );
  const secondsTo = (times: readonly { readonly atMs: number }[]) =>
    times.reduce((last, { atMs }) => Math.max(last, (atMs - firstAtMs) / 1000), 0);
  const [answerSeconds, resultSeconds] = [secondsTo(answers), secondsTo(results)];
  const answerMs = quantiles(answers.map(({ ms }) => ms));
  const resultMs = quantiles(results.map(({ ms }) => ms));
  const outcomes = countBy(sent.map(outcomeOf));
  return {
    sent: sent.length,
    accepted: accepted.length,
    followed: outcomes['followed'] ?? 0,
    failed: sent.filter(hasFailed).length,
    outcomes,
    seconds: Math.max(answerSeconds, resultSeconds),
    acceptedPerSecond: perSecond(accepted.length, answerSeconds),
    ...(answerMs && { answerMs }),
    results: results.length,
    resultsPerSecond: perSecond(results.length, resultSeconds),
    ...(resultMs && { resultMs }),
    problems: countBy(sent.filter(hasFailed).map(problemOf)),
  };
}

/** What is wrong with it, in words, for people who see nothing but this line. */
export function problemOf(sent: SentWebhook): string {
  const { answer } = sent;
  if (!answer) return 'stopped before the answer';
  if (answer.status === undefined) return answer.message ?? 'no answer';
  if (outcomeOf(sent) === 'refused') {
    return [`refused with ${answer.status}`, answer.reason, answer.message]
      .filter((part) => part !== undefined)
      .join(': ');
  }
  const results = sent.results ?? [];
  const missing = results.filter(({ ms, deadLetter }) => ms === undefined && !deadLetter).map(({ worker }) => worker);
  // One of dispatch stands for all workers.
  const reasons = [...deadLettersOf(sent).values()].map(
    ({ worker, message }) => `dead letter of ${worker}: ${plainLine(message)}`,
  );
  const without = missing.length > 0 ? [`without a result of ${[...new Set(missing)].join(', ')}`] : [];
  return `accepted, but ${[...new Set(reasons), ...without].join('; ')}`;
}

function quantiles(values: readonly number[]): Quantiles | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}

function countBy(words: readonly string[]): Readonly<Record<string, number>> {
  const counts = [...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length] as const);
  return Object.fromEntries(counts.toSorted((one, other) => other[1] - one[1]));
}

const perSecond = (count: number, seconds: number) => (seconds > 0 ? count / seconds : 0);
