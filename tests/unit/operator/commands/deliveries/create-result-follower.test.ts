import { createResultFollower } from '../../../../../operator/commands/deliveries/create-result-follower.ts';
import type { ExpectedResult } from '../../../../../operator/commands/deliveries/sent-webhook.ts';

function given() {
  let nowMs = 1000;
  let found: string[] = [];
  const finder = {
    begin: async () => undefined,
    find: async () => {
      const ids = found;
      found = [];
      return ids;
    },
  };
  return {
    follower: createResultFollower(new Map([['archive', finder]]), () => nowMs),
    at: (ms: number) => (nowMs = ms),
    appears: (...ids: string[]) => found.push(...ids),
  };
}

const result = (eventId: string): ExpectedResult => ({ worker: 'archive', eventId });

test('a result gets its time when it is found', async () => {
  const { follower, at, appears } = given();
  const expected = result('a');
  let news = 0;
  follower.expect([expected], 1000, () => (news += 1));
  await follower.look();
  expect([expected.ms, follower.waiting(), news]).toEqual([undefined, 1, 0]);
  appears('a', 'somebody else’s');
  at(1042);
  await follower.look();
  expect([expected.ms, follower.waiting(), news]).toEqual([42, 0, 1]);
});

test('a result that is there before the answer counts from when it was found', async () => {
  const { follower, at, appears } = given();
  appears('a');
  at(1010);
  await follower.look();
  at(1050);
  const expected = result('a');
  follower.expect([expected], 1000, () => undefined);
  expect([expected.ms, follower.waiting()]).toEqual([10, 0]);
});

test('a result from before the posting is not its result', async () => {
  const { follower, at, appears } = given();
  appears('a');
  await follower.look();
  at(2000);
  const again = result('a');
  follower.expect([again], 2000, () => undefined);
  expect([again.ms, follower.waiting()]).toEqual([undefined, 1]);
});

test('the same webhook sent twice is one delivery, and its result the result of both', async () => {
  const { follower, at, appears } = given();
  const both = [result('a'), result('a')];
  for (const expected of both) follower.expect([expected], 1000, () => undefined);
  appears('a');
  at(1030);
  await follower.look();
  expect(both.map(({ ms }) => ms)).toEqual([30, 30]);
  expect(follower.waiting()).toBe(0);
});

test('each worker is asked for its own awaited events, until they are found', async () => {
  const asked: Record<string, (readonly string[])[]> = { archive: [], ledger: [] };
  const finderOf = (worker: string, found: readonly string[]) => ({
    begin: async () => undefined,
    find: async (awaited: readonly string[]) => {
      asked[worker]?.push(awaited);
      return found;
    },
  });
  const finders = new Map([
    ['archive', finderOf('archive', ['a'])],
    ['ledger', finderOf('ledger', [])],
  ]);
  const follower = createResultFollower(finders, () => 1000);
  const results = ['a', 'b'].flatMap((eventId) => ['archive', 'ledger'].map((worker) => ({ worker, eventId })));
  follower.expect(results, 1000, () => undefined);
  for (const _ of [1, 2]) await follower.look();
  expect(asked).toEqual({
    archive: [['a', 'b'], ['b']],
    ledger: [
      ['a', 'b'],
      ['a', 'b'],
    ],
  });
});

const deadLetter = { worker: 'archive', id: 'archive/a', message: 'The shop is closed' };

test('what is awaited is told once, with when the waiting began and where dispatch would have its dead letter', () => {
  const { follower, at } = given();
  follower.expect([result('a')], 900, () => undefined);
  at(1500);
  follower.expect([result('a'), { ...result('b'), listId: 'd.a' }], 1400, () => undefined);
  expect(follower.awaited()).toEqual([
    { worker: 'archive', eventId: 'a', listId: 'a', sinceMs: 1000 },
    { worker: 'archive', eventId: 'b', listId: 'd.a', sinceMs: 1500 },
  ]);
});

test('a dead letter ends the waiting of everyone who sent it, and of nobody else', () => {
  const { follower } = given();
  const [first, second, other] = [result('a'), result('a'), result('b')] as const;
  let news = 0;
  for (const expected of [first, second, other]) follower.expect([expected], 1000, () => (news += 1));
  follower.end({ worker: 'archive', eventId: 'a' }, deadLetter);
  expect([first, second, other]).toEqual([{ ...result('a'), deadLetter }, { ...result('a'), deadLetter }, result('b')]);
  expect([follower.waiting(), news]).toEqual([1, 2]);
});

test('a result that came while its dead letter was asked for counts', async () => {
  const { follower, appears } = given();
  const expected = result('a');
  follower.expect([expected], 1000, () => undefined);
  appears('a');
  await follower.look();
  follower.end({ worker: 'archive', eventId: 'a' }, deadLetter);
  expect(expected).toEqual({ ...result('a'), ms: 0 });
});
