import { createDeadLetterLook } from '../../../../../operator/commands/deliveries/create-dead-letter-look.ts';
import { createResultFollower } from '../../../../../operator/commands/deliveries/create-result-follower.ts';
import type { ExpectedResult } from '../../../../../operator/commands/deliveries/sent-webhook.ts';

const { signal } = new AbortController();

/** @param open `<worker>/<event id>` → message */
function given(open: Readonly<Record<string, string>> = {}) {
  const state = { nowMs: 10_000 };
  const asked: (readonly [string, readonly string[]])[] = [];
  const now = () => state.nowMs;
  const follower = createResultFollower(new Map(), now);
  const find = async (worker: string, ids: readonly string[]) => {
    asked.push([worker, ids]);
    const found = ids.flatMap((id) => {
      const message = open[`${worker}/${id}`];
      return message === undefined ? [] : [[id, message] as const];
    });
    return new Map(found);
  };
  const look = createDeadLetterLook(follower, find, now);
  return {
    state,
    asked,
    follower,
    look: () => look(signal),
    expects: (...results: readonly ExpectedResult[]) => follower.expect(results, state.nowMs, () => undefined),
    forget: () => void asked.splice(0),
  };
}

const result = (worker: string, eventId: string): ExpectedResult => ({ worker, eventId });

test('within the first two seconds nobody asks, and then the worker and dispatch are', async () => {
  const { state, asked, expects, look } = given();
  expects(result('ledger', 'a'));
  state.nowMs += 1999;
  await look();
  expect(asked).toEqual([]);
  state.nowMs += 1;
  await look();
  expect(asked).toEqual([
    ['ledger', ['a']],
    ['dispatch', ['a']],
  ]);
});

test('a dead letter ends the waiting of its worker and of no other', async () => {
  const { state, follower, expects, look } = given({ 'ledger/a': 'It has no amount' });
  const [ledger, archive] = [result('ledger', 'a'), result('archive', 'a')];
  expects(ledger, archive);
  state.nowMs += 2000;
  await look();
  expect(ledger.deadLetter).toEqual({ worker: 'ledger', id: 'ledger/a', message: 'It has no amount' });
  expect(follower.awaited().map(({ worker }) => worker)).toEqual(['archive']);
  expect(archive).toEqual(result('archive', 'a'));
});

test('a dead letter of dispatch ends all workers of the delivery', async () => {
  const { state, asked, follower, expects, look } = given({ 'dispatch/d.a': 'The topic is gone' });
  const results = ['ledger', 'archive'].map((worker) => ({ ...result(worker, 'b'), listId: 'd.a' }));
  expects(...results);
  state.nowMs += 2000;
  await look();
  const deadLetter = { worker: 'dispatch', id: 'dispatch/d.a', message: 'The topic is gone' };
  expect(results.map((one: ExpectedResult) => one.deadLetter)).toEqual([deadLetter, deadLetter]);
  expect(follower.waiting()).toBe(0);
  expect(asked.at(-1)).toEqual(['dispatch', ['d.a']]);
});

test('what is not there is asked for again two seconds later, and not before', async () => {
  const { state, asked, expects, look, forget } = given();
  expects(result('ledger', 'a'));
  state.nowMs += 2000;
  await look();
  forget();
  state.nowMs += 1999;
  await look();
  expect(asked).toEqual([]);
  state.nowMs += 1;
  await look();
  expect(asked.map(([worker]) => worker)).toEqual(['ledger', 'dispatch']);
});

test('of thousands only a hundred per worker are asked for in one look, and each gets its turn', async () => {
  const { state, asked, expects, look } = given();
  const ids = Array.from({ length: 450 }, (_, index) => `e${index}`);
  expects(...ids.flatMap((id) => [result('archive', id), result('ledger', id)]));
  state.nowMs += 2000;
  for (let looks = 0; looks < 5; looks += 1) {
    state.nowMs += 250;
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    await look();
  }
  const ofLedger = asked.filter(([worker]) => worker === 'ledger').map(([, some]) => some);
  expect(ofLedger.map((some) => some.length)).toEqual([100, 100, 100, 100, 50]);
  expect(ofLedger.flat()).toEqual(ids);
  expect(asked.filter(([worker]) => worker === 'dispatch').flatMap(([, some]) => some)).toEqual(ids);
});

test('what is sent once more after its dead letter is given its two seconds again', async () => {
  const { state, asked, expects, look, forget } = given({ 'ledger/a': 'It has no amount' });
  expects(result('ledger', 'a'));
  state.nowMs += 2000;
  await look();
  forget();
  state.nowMs += 5000;
  expects(result('ledger', 'a'));
  await look();
  expect(asked).toEqual([]);
});
