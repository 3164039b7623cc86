import { DeleteItemCommand, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';
import { createTable, get, item, put } from '../../support/emulator-tables.ts';

let aws: EmulatorClients;
let TableName: string;
beforeAll(async () => {
  aws = await startEmulatorClients();
});
beforeEach(async () => {
  TableName = await createTable(aws.dynamoDb);
});
afterAll(() => aws.close());

const Key = item({ id: 'a' });
const STORED = {
  id: 'a',
  turn: 5,
  note: 'some words',
  deep: { steps: [1, 'two', { three: 3 }] },
  colours: new Set(['red', 'green']),
};
const NAMES = { '#n': 'note', '#d': 'deep' };

async function isMet(condition: string, values?: Record<string, unknown>): Promise<boolean> {
  await put(aws.dynamoDb, TableName, STORED);
  const names = Object.entries(NAMES).filter(([alias]) => condition.includes(alias));
  const command = new DeleteItemCommand({
    TableName,
    Key,
    ConditionExpression: condition,
    ...(names.length > 0 && { ExpressionAttributeNames: Object.fromEntries(names) }),
    ...(values && { ExpressionAttributeValues: item(values) }),
  });
  const refusal = await aws.dynamoDb.send(command).then(
    () => undefined,
    (error: Error) => error.name,
  );
  const isLeft = (await get(aws.dynamoDb, TableName, { id: 'a' })) !== undefined;
  expect([refusal, isLeft]).toEqual(refusal ? ['ConditionalCheckFailedException', true] : [undefined, false]);
  return refusal === undefined;
}

test.each<[boolean, string, Record<string, unknown> | undefined]>([
  [true, 'turn = :v', { ':v': 5 }],
  [false, 'turn = :v', { ':v': '5' }],
  [true, 'turn <> :v', { ':v': '5' }],
  [true, 'nothing <> :v', { ':v': 1 }],
  [false, 'nothing < :v', { ':v': 1 }],
  [true, 'turn < :v', { ':v': 10 }],
  [true, 'turn >= :v AND turn <= :v', { ':v': 5 }],
  [false, 'turn > :v', { ':v': 5 }],
  [true, 'turn BETWEEN :a AND :b', { ':a': 4, ':b': 5 }],
  [false, 'turn BETWEEN :a AND :b AND #n = :a', { ':a': 4, ':b': 5 }],
  [true, 'turn IN (:a, :b)', { ':a': 4, ':b': 5 }],
  [true, 'attribute_exists(deep.steps[2].three)', undefined],
  [false, 'attribute_exists(deep.steps[3])', undefined],
  [true, 'attribute_not_exists(#d.steps[0].three)', undefined],
  [true, 'attribute_type(deep, :m)', { ':m': 'M' }],
  [true, 'begins_with(#n, :v)', { ':v': 'some' }],
  [true, 'contains(#n, :v)', { ':v': 'me wo' }],
  [true, 'contains(colours, :v)', { ':v': 'red' }],
  [false, 'contains(colours, :v)', { ':v': 're' }],
  [true, 'contains(deep.steps, :v)', { ':v': { three: 3 } }],
  [true, 'size(#n) = :a AND size(colours) = :b AND size(deep.steps) > :b', { ':a': 10, ':b': 2 }],
  [true, 'deep = :v', { ':v': { steps: [1, 'two', { three: 3 }] } }],
  [true, 'colours = :v', { ':v': new Set(['green', 'red']) }],
  [true, 'turn = :a OR turn = :b AND #n = :a', { ':a': 5, ':b': 6 }],
  [false, '(turn = :a OR turn = :b) AND #n = :a', { ':a': 5, ':b': 6 }],
  [true, 'NOT turn = :a AND NOT (attribute_exists(x) or turn = :a)', { ':a': 6 }],
  [false, 'attribute_not_exists(id)', undefined],
])('it is %p that %s', async (expected, condition, values) => {
  expect(await isMet(condition, values)).toBe(expected);
});

test.each([
  ['', /can not be empty/],
  ['turn =', /Syntax error; token: "<EOF>"/],
  ['turn = 5', /Syntax error; token: "5"/],
  ['turn = :v)', /Syntax error; token: "\)"/],
  ['name = :v', /reserved keyword: name/],
  ['Status = :v', /reserved keyword: Status/],
  ['exists(turn) AND turn = :v', /Invalid function name; function: exists/],
  ['attribute_exists(turn, :v)', /Incorrect number of operands/],
  ['turn = :w AND turn = :v', /attribute value: :w/],
  ['#x = :v', /attribute name: #x/],
  ['attribute_exists(turn)', /unused in expressions: keys: {:v}/],
])('the condition %j is refused', async (ConditionExpression, message) => {
  const values = { ExpressionAttributeValues: item({ ':v': 1 }) };
  const call = aws.dynamoDb.send(new DeleteItemCommand({ TableName, Key, ConditionExpression, ...values }));
  const refusal = await refusalOf(call);
  expect(refusal).toMatchObject({ name: 'ValidationException', status: 400 });
  expect(refusal.message).toMatch(message);
});

const update = (UpdateExpression: string, values?: Record<string, unknown>, more: object = {}) =>
  aws.dynamoDb.send(
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression,
      ...(values && { ExpressionAttributeValues: item(values) }),
      ...more,
    }),
  );

test.each<[string, Record<string, unknown> | undefined, object]>([
  ['SET turn = turn + :v, extra = turn - :v', { ':v': 0.5 }, { turn: 5.5, extra: 4.5 }],
  ['SET turn = if_not_exists(turn, :v), extra = if_not_exists(extra, :v)', { ':v': 1 }, { turn: 5, extra: 1 }],
  ['SET turn = note, note = turn', undefined, { turn: 'some words', note: 5 }],
  [
    'SET deep.steps = list_append(deep.steps, :v), deep.extra = :v',
    { ':v': ['end'] },
    { deep: { steps: [1, 'two', { three: 3 }, 'end'], extra: ['end'] } },
  ],
  ['SET deep.steps[1] = :v, deep.steps[9] = :v', { ':v': 'x' }, { deep: { steps: [1, 'x', { three: 3 }, 'x'] } }],
  [
    'REMOVE deep.steps[0], deep.steps[1], note, nothing',
    undefined,
    { deep: { steps: [{ three: 3 }] }, note: undefined },
  ],
  ['ADD turn :v, fresh :v', { ':v': -2 }, { turn: 3, fresh: -2 }],
  ['ADD colours :v', { ':v': new Set(['red', 'blue']) }, { colours: new Set(['red', 'green', 'blue']) }],
  ['DELETE colours :v', { ':v': new Set(['red', 'blue']) }, { colours: new Set(['green']) }],
  ['DELETE colours :v SET turn = :w', { ':v': new Set(['red', 'green']), ':w': 1 }, { colours: undefined, turn: 1 }],
])('%s', async (expression, values, changes) => {
  await put(aws.dynamoDb, TableName, STORED);
  const { Attributes } = await update(expression, values, { ReturnValues: 'ALL_NEW' });
  const expected = Object.fromEntries(
    Object.entries({ ...STORED, ...changes }).filter(([, value]) => value !== undefined),
  );
  expect(unmarshall(Attributes!)).toEqual(expected);
  expect(await get(aws.dynamoDb, TableName, { id: 'a' })).toEqual(expected);
});

test.each<[string, Record<string, unknown> | undefined, RegExp]>([
  ['SET id = :v', { ':v': 'b' }, /Cannot update attribute id. This attribute is part of the key/],
  ['SET deep = :v REMOVE deep.steps', { ':v': 1 }, /Two document paths overlap/],
  ['SET turn = note + :v', { ':v': 1 }, /incorrect data type/],
  ['SET extra = nothing', undefined, /does not exist in the item/],
  ['SET extra.part = :v', { ':v': 1 }, /document path provided in the update expression is invalid/],
  ['SET turn = :v SET note = :v', { ':v': 1 }, /"SET" section can only be used once/],
  ['SET note = :v', { ':v': 'x'.repeat(400 * 1024) }, /Item size to update has exceeded/],
])('the update %s is refused, and nothing changes', async (expression, values, message) => {
  await put(aws.dynamoDb, TableName, STORED);
  expect((await refusalOf(update(expression, values))).message).toMatch(message);
  expect(await get(aws.dynamoDb, TableName, { id: 'a' })).toEqual(STORED);
});

test('an update makes an item that is not there', async () => {
  const { Attributes } = await update('SET deep = :v', { ':v': { a: 1 } }, { ReturnValues: 'UPDATED_OLD' });
  expect(Attributes).toBeUndefined();
  expect(await get(aws.dynamoDb, TableName, { id: 'a' })).toEqual({ id: 'a', deep: { a: 1 } });
});

test.each([
  ['NONE', undefined],
  ['ALL_OLD', STORED],
  ['UPDATED_OLD', { turn: 5, deep: { steps: [1] } }],
  ['UPDATED_NEW', { turn: 6, deep: { steps: [6] } }],
] as const)('an update answers with %s', async (ReturnValues, expected) => {
  await put(aws.dynamoDb, TableName, STORED);
  const { Attributes } = await update('SET turn = :v, deep.steps[0] = :v', { ':v': 6 }, { ReturnValues });
  expect(Attributes && unmarshall(Attributes)).toEqual(expected);
});

test('what a put or a delete replaces is given back when asked for', async () => {
  await put(aws.dynamoDb, TableName, { id: 'a', turn: 1 });
  const next = new PutItemCommand({ TableName, Item: item({ id: 'a', turn: 2 }), ReturnValues: 'ALL_OLD' });
  expect((await aws.dynamoDb.send(next)).Attributes).toEqual(item({ id: 'a', turn: 1 }));
  const gone = new DeleteItemCommand({ TableName, Key, ReturnValues: 'ALL_OLD' });
  expect((await aws.dynamoDb.send(gone)).Attributes).toEqual(item({ id: 'a', turn: 2 }));
  expect((await aws.dynamoDb.send(gone)).Attributes).toBeUndefined();
});

test('a refused condition shows the item when asked to', async () => {
  await put(aws.dynamoDb, TableName, { id: 'a', turn: 1 });
  const ReturnValuesOnConditionCheckFailure = 'ALL_OLD' as const;
  const condition = { ConditionExpression: 'attribute_not_exists(id)', ReturnValuesOnConditionCheckFailure };
  const call = aws.dynamoDb.send(new PutItemCommand({ TableName, Item: Key, ...condition }));
  await expect(call).rejects.toMatchObject({ Item: item({ id: 'a', turn: 1 }) });
});

test('a read shows the parts that it asks for, each where it was', async () => {
  await put(aws.dynamoDb, TableName, STORED);
  const ProjectionExpression = 'turn, #d.steps[2].three, #d.steps[0], nothing';
  const names = { ExpressionAttributeNames: { '#d': 'deep' } };
  const { Item } = await aws.dynamoDb.send(new GetItemCommand({ TableName, Key, ProjectionExpression, ...names }));
  expect(unmarshall(Item!)).toEqual({ turn: 5, deep: { steps: [1, { three: 3 }] } });
});
