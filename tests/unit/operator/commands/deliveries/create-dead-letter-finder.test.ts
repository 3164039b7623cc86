import { createDeadLetterFinder } from '../../../../../operator/commands/deliveries/create-dead-letter-finder.ts';
import { givenDeadLetter, givenFailure } from '../../../../support/given-dead-letters.ts';

interface Asked {
  readonly list: { readonly from: string; readonly ids: readonly string[]; readonly state: string };
}

function given(open: readonly string[] = []) {
  const asked: Asked['list'][] = [];
  const find = createDeadLetterFinder(async (name, request) => {
    expect(name).toBe('inspect');
    const { list } = request as Asked;
    asked.push(list);
    const found = list.ids.filter((id) => open.includes(id));
    return {
      deadLetters: found.map((eventId) =>
        givenDeadLetter({ worker: 'ledger', eventId, failure: givenFailure({ message: `${eventId} has no amount` }) }),
      ),
    };
  });
  return { asked, find, signal: new AbortController().signal };
}

test('of the events asked for, those that are open dead letters of the worker are told with their message', async () => {
  const { asked, find, signal } = given(['b']);
  expect(await find('ledger', ['a', 'b'], signal)).toEqual(new Map([['b', 'b has no amount']]));
  expect(asked).toEqual([{ from: 'ledger', ids: ['a', 'b'], state: 'open', limit: 2 }]);
});

test('many are asked for a hundred at a time', async () => {
  const ids = Array.from({ length: 250 }, (_, index) => `e${index}`);
  const { asked, find, signal } = given(['e0', 'e249']);
  expect([...(await find('ledger', ids, signal)).keys()]).toEqual(['e0', 'e249']);
  expect(asked.map((list) => list.ids.length)).toEqual([100, 100, 50]);
  expect(asked.flatMap((list) => list.ids)).toEqual(ids);
});

test('for none nobody is asked', async () => {
  const { asked, find, signal } = given();
  expect(await find('ledger', [], signal)).toEqual(new Map());
  expect(asked).toEqual([]);
});
