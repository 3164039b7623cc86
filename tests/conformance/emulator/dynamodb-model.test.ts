// Whatever is written in whatever order, reads and queries find what a Map would hold.
import {
  BatchGetItemCommand,
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as fc from 'fast-check';
import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { startEmulatorClients } from '../../support/emulator-clients.ts';
import { BY_COLOUR, createTable, item, type Item } from '../../support/emulator-tables.ts';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
});
afterAll(() => aws.close());

interface Thing {
  readonly id: string;
  readonly colour?: string;
  readonly at?: number;
  readonly note?: string;
}
type Model = Map<string, Thing>;

const IDS = ['a', 'b', 'c', 'é', '😀'];
const COLOURS = ['red', 'blue'];

const id = fc.constantFrom(...IDS);
const colour = fc.constantFrom(...COLOURS);
const at = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.constantFrom(-0.5, 0.25, 1e9, -1e9));
const thing: fc.Arbitrary<Thing> = fc.record({ id, colour, at, note: fc.string() }, { requiredKeys: ['id'] });

/** One request, and what it does to the model: false when it must be refused. */
type Step =
  | { readonly type: 'put'; readonly thing: Thing; readonly ifAbsent: boolean }
  | { readonly type: 'delete'; readonly id: string }
  | { readonly type: 'paint'; readonly id: string; readonly colour: string }
  | { readonly type: 'strip'; readonly id: string }
  | { readonly type: 'paint-all'; readonly ids: readonly string[]; readonly from: string; readonly to: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant('put' as const), thing, ifAbsent: fc.boolean() }),
  fc.record({ type: fc.constant('delete' as const), id }),
  fc.record({ type: fc.constant('paint' as const), id, colour }),
  fc.record({ type: fc.constant('strip' as const), id }),
  fc.record({
    type: fc.constant('paint-all' as const),
    ids: fc.uniqueArray(id, { minLength: 1 }),
    from: colour,
    to: colour,
  }),
);

function change(model: Model, one: Step): boolean {
  if (one.type === 'put') {
    if (one.ifAbsent && model.has(one.thing.id)) return false;
    model.set(one.thing.id, one.thing);
  } else if (one.type === 'delete') {
    model.delete(one.id);
  } else if (one.type === 'paint') {
    model.set(one.id, { ...model.get(one.id), id: one.id, colour: one.colour });
  } else if (one.type === 'strip') {
    const { at: _, ...rest } = model.get(one.id) ?? { id: one.id };
    model.set(one.id, rest);
  } else {
    if (one.ids.some((each) => model.get(each)?.colour !== one.from)) return false;
    for (const each of one.ids) model.set(each, { ...model.get(each), id: each, colour: one.to });
  }
  return true;
}

function send(TableName: string, one: Step): Promise<unknown> {
  const { dynamoDb } = aws;
  if (one.type === 'put') {
    const condition = one.ifAbsent ? { ConditionExpression: 'attribute_not_exists(id)' } : {};
    return dynamoDb.send(new PutItemCommand({ TableName, Item: item({ ...one.thing }), ...condition }));
  }
  if (one.type === 'paint-all') {
    const TransactItems = one.ids.map((each) => ({ Update: painting(TableName, each, one.to, one.from) }));
    return dynamoDb.send(new TransactWriteItemsCommand({ TransactItems }));
  }
  const Key = item({ id: one.id });
  if (one.type === 'delete') return dynamoDb.send(new DeleteItemCommand({ TableName, Key }));
  if (one.type === 'paint') return dynamoDb.send(new UpdateItemCommand(painting(TableName, one.id, one.colour)));
  const names = { ExpressionAttributeNames: { '#at': 'at' } };
  return dynamoDb.send(new UpdateItemCommand({ TableName, Key, UpdateExpression: 'REMOVE #at', ...names }));
}

function painting(TableName: string, thingId: string, to: string, from?: string): TransactWriteItem['Update'] & object {
  return {
    TableName,
    Key: item({ id: thingId }),
    UpdateExpression: 'SET colour = :to',
    ...(from !== undefined && { ConditionExpression: 'colour = :from' }),
    ExpressionAttributeValues: item({ ':to': to, ...(from !== undefined && { ':from': from }) }),
  };
}

async function readAll(TableName: string) {
  const Keys = IDS.map((each) => item({ id: each }));
  const { Responses } = await aws.dynamoDb.send(
    new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
  );
  return new Map((Responses?.[TableName] ?? []).map((one) => unmarshall(one)).map((one) => [String(one['id']), one]));
}

async function walk(TableName: string, ofColour: string, isNewestFirst: boolean) {
  const found: Record<string, unknown>[] = [];
  let start: Item | undefined;
  do {
    const { Items, LastEvaluatedKey } = await aws.dynamoDb.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-colour',
        KeyConditionExpression: 'colour = :c',
        ExpressionAttributeValues: item({ ':c': ofColour }),
        ScanIndexForward: !isNewestFirst,
        ExclusiveStartKey: start,
        Limit: 2,
      }),
    );
    found.push(...(Items ?? []).map((one) => unmarshall(one)));
    start = LastEvaluatedKey;
  } while (start);
  return found;
}

/** Those of equal time in the order of their ids' bytes, as nothing else decides. */
function expectedWalk(model: Model, ofColour: string): readonly Thing[] {
  const inIndex = [...model.values()].filter(({ colour: own, at: when }) => own === ofColour && when !== undefined);
  return inIndex.toSorted((a, b) => a.at! - b.at! || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)));
}

test('reads and queries find what a Map would hold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const TableName = await createTable(aws.dynamoDb, BY_COLOUR);
      const model: Model = new Map();
      for (const one of steps) {
        const isTaken = await send(TableName, one).then(
          () => true,
          (error: Error) => {
            expect(error.name).toMatch(/^(?:ConditionalCheckFailed|TransactionCanceled)Exception$/);
            return false;
          },
        );
        expect(isTaken).toBe(change(model, one));
      }
      expect(await readAll(TableName)).toEqual(model);
      for (const ofColour of COLOURS) {
        const expected = expectedWalk(model, ofColour);
        expect(await walk(TableName, ofColour, false)).toEqual(expected);
        expect(await walk(TableName, ofColour, true)).toEqual(expected.toReversed());
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);
