import { CommandError } from '../../../../../operator/command-error.ts';
import { lookForDeadLetters } from '../../../../../operator/commands/ledger/look-for-dead-letters.ts';

test('the open dead letters of the ledger are counted, and the line that lists them is told', async () => {
  const requests: unknown[] = [];
  const answering = (count: number) => async (name: string, request: unknown) => {
    requests.push([name, request]);
    return { count };
  };
  expect(await lookForDeadLetters(answering(0))).toEqual({ openDeadLetters: 0 });
  expect(await lookForDeadLetters(answering(1))).toEqual({
    openDeadLetters: 1,
    warning:
      'Money may be missing: 1 event is an open dead letter of the ledger. They are listed by `npm run hooks -- dead-letters list --from ledger`',
  });
  const { warning } = await lookForDeadLetters(answering(1200));
  expect(warning).toContain('1,200 events are open dead letters of the ledger.');
  expect(requests[0]).toEqual(['inspect', { count: { from: 'ledger', all: true } }]);
});

test.each<[string, () => Promise<unknown>]>([
  ['restart `npm start`', () => Promise.reject(new CommandError(3, 'has no function inspect: restart `npm start`.'))],
  ['Expected', () => Promise.resolve({ counted: 3 })],
])('where inspect fails, it is said with its reason: %s', async (problem, invoke) => {
  const { openDeadLetters, warning } = await lookForDeadLetters(invoke);
  expect(openDeadLetters).toBeNull();
  expect(warning).toMatch(/^It is not known whether the ledger has open dead letters: /);
  expect(warning).toContain(problem);
});

const waiting = (_: string, __: unknown, signal?: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new Error('Request aborted')));
  });

test('whoever gets no answer goes on without one', async () => {
  const over = new AbortController();
  const found = lookForDeadLetters(waiting, over.signal);
  over.abort();
  expect(await found).toEqual({
    openDeadLetters: null,
    warning: 'It is not known whether the ledger has open dead letters: inspect did not answer in 10 s',
  });
});
