import {
  deadLettersOf,
  hasFailed,
  isFinished,
  outcomeOf,
  workerTimes,
  type FoundDeadLetter,
  type SentWebhook,
} from '../../../../../operator/commands/deliveries/sent-webhook.ts';
import { problemOf, summarise } from '../../../../../operator/commands/deliveries/summarise.ts';

const accepted = (postedAtMs: number, ms: number, resultMs?: number): SentWebhook => ({
  source: 'github',
  type: 'push',
  postedAtMs,
  answer: { status: 202, ms, deliveryId: `d${postedAtMs}` },
  results: [{ worker: 'archive', eventId: `d${postedAtMs}`, ...(resultMs !== undefined && { ms: resultMs }) }],
});
const refused: SentWebhook = {
  source: 'github',
  type: 'push',
  postedAtMs: 0,
  answer: { status: 401, ms: 2, reason: 'bad-signature', message: 'The signature does not match.' },
};

test('rates are counted from the first posting to the last answer and the last result', () => {
  const all = Array.from({ length: 100 }, (_, index) => accepted(1000 + index * 10, 10, 1010));
  expect(summarise(all)).toMatchObject({
    sent: 100,
    accepted: 100,
    followed: 100,
    failed: 0,
    seconds: 2,
    acceptedPerSecond: 100,
    results: 100,
    resultsPerSecond: 50,
    problems: {},
  });
});

test('p50 and p99 are values that occurred', () => {
  const all = Array.from({ length: 200 }, (_, index) => accepted(0, index + 1, 2 * (index + 1)));
  expect(summarise(all)).toMatchObject({ answerMs: { p50: 100, p99: 198 }, resultMs: { p50: 200, p99: 396 } });
});

test('what failed is counted and told apart, the most frequent first', () => {
  const summary = summarise([accepted(0, 1, 2), accepted(0, 1), refused, refused]);
  expect(summary).toMatchObject({
    sent: 4,
    accepted: 2,
    followed: 1,
    failed: 3,
    outcomes: { refused: 2, followed: 1, unfinished: 1 },
  });
  expect(Object.entries(summary.problems)).toEqual([
    ['refused with 401: bad-signature: The signature does not match.', 2],
    ['accepted, but without a result of archive', 1],
  ]);
});

test('of nothing sent there is a summary too', () => {
  expect(summarise([])).toMatchObject({ sent: 0, failed: 0, acceptedPerSecond: 0, resultsPerSecond: 0 });
});

test.each([
  [{}, 'posted', 'stopped before the answer'],
  [{ answer: { ms: 1, message: 'No answer: socket hang up' } }, 'unanswered', 'No answer: socket hang up'],
  [
    { answer: { ms: 1, status: 503, message: 'Service Unavailable' } },
    'refused',
    'refused with 503: Service Unavailable',
  ],
  [{ answer: { ms: 1, status: 404 } }, 'refused', 'refused with 404'],
] as const)('%j is %s and says why', (known, outcome, problem) => {
  const sent: SentWebhook = { source: 'github', type: 'push', postedAtMs: 0, ...known };
  expect([outcomeOf(sent), problemOf(sent)]).toEqual([outcome, problem]);
});

test.each([
  [{ answer: { ms: 1, status: 200 } }, 'answered'],
  [{ answer: { ms: 1, status: 202, deliveryId: 'd' } }, 'accepted'],
  [{ answer: { ms: 1, status: 202, deliveryId: 'd' }, results: [] }, 'followed'],
] as const)('%j is %s', (known, outcome) => {
  expect(outcomeOf({ source: 'github', type: 'push', postedAtMs: 0, ...known })).toBe(outcome);
});

test('a worker’s time is that of its last event, and none while one is missing', () => {
  const results = [
    { worker: 'archive', eventId: 'a', ms: 10 },
    { worker: 'archive', eventId: 'b', ms: 30 },
    { worker: 'ledger', eventId: 'a', ms: 5 },
    { worker: 'ledger', eventId: 'b' },
  ];
  const times = workerTimes({ source: 'any', type: 'any', postedAtMs: 0, results });
  expect([...times]).toEqual([
    ['archive', 30],
    ['ledger', undefined],
  ]);
});

const letterOf = (worker: string, eventId: string): FoundDeadLetter => ({
  worker,
  id: `${worker}/${eventId}`,
  message: `${eventId} has no\u001B[31m amount`,
});
const withResults = (results: SentWebhook['results']): SentWebhook => ({ ...accepted(0, 1), results: results ?? [] });

test('with a dead letter and all else known it is finished, has failed, and says whose and why on one line', () => {
  const sent = withResults([
    { worker: 'archive', eventId: 'a', ms: 10 },
    { worker: 'ledger', eventId: 'a', deadLetter: letterOf('ledger', 'a') },
  ]);
  expect([outcomeOf(sent), isFinished(sent), hasFailed(sent)]).toEqual(['dead-letter', true, true]);
  expect(problemOf(sent)).toBe('accepted, but dead letter of ledger: a has no amount');
  expect(summarise([sent])).toMatchObject({
    accepted: 1,
    followed: 0,
    failed: 1,
    results: 1,
    outcomes: { 'dead-letter': 1 },
    problems: { 'accepted, but dead letter of ledger: a has no amount': 1 },
  });
});

test('with a dead letter and a result still to come it is unfinished, and says both', () => {
  const sent = withResults([
    { worker: 'archive', eventId: 'a' },
    { worker: 'ledger', eventId: 'a', deadLetter: letterOf('ledger', 'a') },
  ]);
  expect([outcomeOf(sent), isFinished(sent)]).toEqual(['unfinished', false]);
  expect(problemOf(sent)).toBe('accepted, but dead letter of ledger: a has no amount; without a result of archive');
});

test('one dead letter of dispatch for all workers is one problem', () => {
  const deadLetter = letterOf('dispatch', 'd');
  const sent = withResults([
    { worker: 'archive', eventId: 'd', deadLetter },
    { worker: 'ledger', eventId: 'd', deadLetter },
  ]);
  expect(problemOf(sent)).toBe('accepted, but dead letter of dispatch: d has no amount');
});

test('of several dead letters of one worker the first is told', () => {
  const [first, second] = ['a', 'b'].map((eventId) => letterOf('ledger', eventId));
  const sent = withResults([
    { worker: 'ledger', eventId: 'a', deadLetter: first! },
    { worker: 'ledger', eventId: 'b', deadLetter: second! },
  ]);
  expect([...deadLettersOf(sent)]).toEqual([['ledger', first]]);
});
