// Each breach that the check is there for, made by hand: a check that finds nothing would hold for ever.
import { githubPush } from '../support/post-webhook.ts';
import { givenDeadLetter } from '../support/given-dead-letters.ts';
import { checkEnds, checkHealed } from './conservation/check-conservation.ts';
import type { Ends } from './conservation/ends.ts';
import type { StormRecord } from './conservation/storm-record.ts';

const accepted = (isPoison: boolean) => ({
  mixed: { webhook: githubPush(), isOfMoney: true, isPoison },
  acceptedAt: ['2026-01-02T03:04:05.678Z'],
});

/** One payment that went well, and one poisoned one that is a dead letter of the ledger. */
const storm: StormRecord = {
  accepted: new Map([
    ['good', accepted(false)],
    ['poison', accepted(true)],
  ]),
  paid: { EUR: 4250n },
  taken: new Map([
    ['good', ['hash-1']],
    ['poison', ['hash-2']],
  ]),
  entryWrites: new Map([['ledger/entries/one.json', 1]]),
  troubledMarkers: new Set(),
  diedUnderWayMax: 0,
};
const deadLetter = givenDeadLetter({ worker: 'ledger', eventId: 'poison' });
const ends: Ends = {
  results: new Map([
    ['archive', new Set(['good', 'poison'])],
    ['forward', new Set(['good', 'poison'])],
    ['ledger', new Set(['good'])],
  ]),
  deadLetters: new Map([['ledger', new Map([['poison', deadLetter]])]]),
  unreadable: [],
  balance: { EUR: 4250n },
  spilled: [],
};

const withDeadLetter = (worker: string, eventId: string, state: 'open' | 'replayed' | 'done') => ({
  ...ends,
  deadLetters: new Map([...ends.deadLetters, [worker, new Map([[eventId, { ...deadLetter, state }]])]]),
});
const withResults = (worker: string, ids: readonly string[]) => ({
  ...ends,
  results: new Map([...ends.results, [worker, new Set(ids)]]),
});
const whatIn = (breaches: ReturnType<typeof checkEnds>) => breaches.map(({ kind, what }) => `${kind}: ${what}`);

test('nothing is said where everything ended once', () => {
  expect(checkEnds(storm, ends)).toEqual([]);
  expect(checkHealed(storm, ends)).toEqual([]);
});

test('an event without result and dead letter is lost, and told with all that is known of it', () => {
  expect(whatIn(checkEnds(storm, withResults('archive', ['poison'])))).toEqual([
    'lost: archive has nothing of good (from github, accepted 2026-01-02T03:04:05.678Z; result of forward; ' +
      'result of ledger; taken 1 times by the destination)',
  ]);
});

test.each(['replayed', 'done'] as const)('a dead letter that says %s does not make up for a result', (state) => {
  const { deadLetters } = withDeadLetter('forward', 'good', state);
  const lost = { ...withResults('forward', ['poison']), deadLetters };
  expect(whatIn(checkEnds(storm, lost))).toEqual([expect.stringContaining('lost: forward has nothing of good')]);
});

test('what is a dead letter of its worker or of dispatch waits, and is left over once everything was replayed', () => {
  for (const worker of ['forward', 'dispatch']) {
    const waiting = {
      ...withResults('forward', ['poison']),
      deadLetters: withDeadLetter(worker, 'good', 'open').deadLetters,
    };
    expect(checkEnds(storm, waiting)).toEqual([]);
    expect(whatIn(checkHealed(storm, waiting))).toContainEqual(
      expect.stringContaining(`left over: ${worker} has a dead letter that is open of good`),
    );
  }
});

test('a dead letter that was sent and has its result is not left over, whoever noted that', () => {
  expect(checkHealed(storm, withDeadLetter('forward', 'good', 'replayed'))).toEqual(
    checkHealed(storm, withDeadLetter('forward', 'good', 'done')),
  );
});

test.each([
  ['a sum that is too high', { balance: { EUR: 8500n } }, 'doubled: The ledger has 8500 EUR'],
  ['a sum that is too low', { balance: {} }, 'lost: The ledger has 0 EUR'],
  ['a currency that nobody paid in', { balance: { EUR: 4250n, NOK: 1n } }, 'doubled: The ledger has 1 NOK'],
  ['what was spilled and not swept', { spilled: ['spilled/1.json'] }, 'left over: spilled/1.json'],
  ['a record that cannot be read', { unreadable: ['ledger/x'] }, 'wrong: The dead letter ledger/x cannot be read'],
  ['poison without a dead letter', { deadLetters: new Map() }, 'wrong: Poison is no dead letter of ledger'],
  [
    'a result of nothing',
    withResults('archive', ['good', 'poison', 'made-up']),
    'wrong: archive has a result of made-up',
  ],
])('%s is found in the stores', (_, changes: Partial<Ends>, expected) => {
  expect(whatIn(checkHealed(storm, { ...ends, ...changes }))).toContainEqual(expect.stringContaining(expected));
});

const twice = new Map([...storm.taken, ['good', ['hash-1', 'hash-1']]]);
test.each([
  [
    'an entry that was written over',
    { entryWrites: new Map([['one.json', 2]]) },
    'doubled: one.json was written 2 times',
  ],
  [
    'other bytes under one id',
    { taken: new Map([...storm.taken, ['good', ['a', 'b']]]), diedUnderWayMax: 1 },
    'doubled: The destination got different bytes',
  ],
  ['an event posted again without a cause', { taken: twice }, 'doubled: 1 events were posted again'],
  ['an event that never arrived', { taken: new Map([['poison', ['hash-2']]]) }, 'lost: The destination never got good'],
  ['a post of nothing', { taken: new Map([...storm.taken, ['made-up', ['a']]]) }, 'wrong: The destination got made-up'],
])('%s is found from outside', (_, changes: Partial<StormRecord>, expected) => {
  expect(whatIn(checkHealed({ ...storm, ...changes }, ends))).toContainEqual(expect.stringContaining(expected));
});

test('an event may be posted again where its marker met a fault, or something died under it', () => {
  expect(checkHealed({ ...storm, taken: twice, troubledMarkers: new Set(['good']) }, ends)).toEqual([]);
  expect(checkHealed({ ...storm, taken: twice, diedUnderWayMax: 1 }, ends)).toEqual([]);
});
