// How many changes find their way through transactions, of which DynamoDB refuses each as a whole.
import {
  DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { createChangeItems } from '#shared/aws/change-items.ts';
import type { StoredItem } from '#shared/ports.ts';
import { countingIds } from '../../../support/ports.ts';

type Refuse = (ids: readonly string[], call: number) => readonly string[] | Error | undefined;

/** @param refuse undefined takes the call; else the code of each write */
function given(refuse: Refuse, stored: ReadonlyMap<string, StoredItem> = new Map()) {
  const calls: (readonly string[])[] = [];
  const client = new DynamoDBClient({ region: 'us-east-1' });
  client.send = (async ({ input }: { readonly input: TransactWriteItemsCommandInput }) => {
    const ids = (input.TransactItems ?? []).map(({ Update }) => Update?.Key?.['id']?.S ?? '');
    calls.push(ids);
    const codes = refuse(ids, calls.length);
    if (codes === undefined) return { $metadata: {} };
    if (codes instanceof Error) throw codes;
    const CancellationReasons = codes.map((Code) => ({ Code }));
    throw new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons });
  }) as never;
  const changeAll = createChangeItems({ client, tableName: 'things', ids: countingIds(), getMany: async () => stored });
  return { calls, changeAll };
}

const change = (id: string) => ({ before: { id }, after: { id, turn: 2 }, expected: 'seen' });
const large = (id: string) => ({ ...change(id), after: { id, body: 'x'.repeat(300_000) } });
const written = expect.any(String) as unknown;

test('one that was written by somebody else is left out, and the others come again', async () => {
  const { calls, changeAll } = given((ids) =>
    ids.includes('b') ? ids.map((id) => (id === 'b' ? 'ConditionalCheckFailed' : 'None')) : undefined,
  );
  expect(await changeAll(['a', 'b', 'c'].map(change))).toEqual([written, 'conflict', written]);
  expect(calls).toEqual([
    ['a', 'b', 'c'],
    ['a', 'c'],
  ]);
});

test('what another call holds up is tried again', async () => {
  const { calls, changeAll } = given((ids, call) => (call < 3 ? ids.map(() => 'TransactionConflict') : undefined));
  expect(await changeAll([change('a'), change('b')])).toEqual([written, written]);
  expect(calls).toHaveLength(3);
});

test('what stays held up is told so, and does not keep the others from being written', async () => {
  const { calls, changeAll } = given((ids) =>
    ids.includes('b') ? ids.map((id) => (id === 'b' ? 'ThrottlingError' : 'None')) : undefined,
  );
  const [a, b] = await changeAll([change('a'), change('b')]);
  expect(a).toEqual(written);
  expect(String(b)).toContain('ThrottlingError');
  expect(calls).toHaveLength(5);
});

test('a call that fails is told of each of its changes alone', async () => {
  const ids = Array.from({ length: 14 }, (_, index) => `id ${index}`);
  const { calls, changeAll } = given((sent) => (sent.includes('id 0') ? new Error('no connection') : undefined));
  const outcomes = await changeAll(ids.map(large));
  expect(calls.map(({ length }) => length)).toEqual([13, 1]);
  expect(outcomes.slice(0, 13).every((outcome) => outcome instanceof Error)).toBe(true);
  expect(outcomes[13]).toEqual(written);
});

test('more than a hundred go in several calls', async () => {
  const ids = Array.from({ length: 230 }, (_, index) => `id ${index}`);
  const { calls, changeAll } = given(() => undefined);
  expect(await changeAll(ids.map(change))).toEqual(ids.map(() => written));
  expect(calls.map(({ length }) => length)).toEqual([100, 100, 30]);
});
