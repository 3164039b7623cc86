// Tables of the emulators for tests: what to create, and short ways to write and read.
import {
  CreateTableCommand,
  GetItemCommand,
  PutItemCommand,
  type AttributeValue,
  type CreateTableCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

let tables = 0;

/** A table by `id`, or what the changes make of it; its name is new each time. */
export async function createTable(
  dynamoDb: DynamoDBClient,
  changes: Partial<CreateTableCommandInput> = {},
): Promise<string> {
  const TableName = `table-${(tables += 1)}`;
  await dynamoDb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [text('id')],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      ...changes,
    }),
  );
  return TableName;
}

export const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' }) as const;
export const number = (AttributeName: string) => ({ AttributeName, AttributeType: 'N' }) as const;

/** Things by their colour, oldest first. */
export const BY_COLOUR = {
  AttributeDefinitions: [text('id'), text('colour'), number('at')],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-colour',
      KeySchema: [
        { AttributeName: 'colour', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['note'] },
    },
  ],
} satisfies Partial<CreateTableCommandInput>;

export type Item = Record<string, AttributeValue>;

/** Plain values as DynamoDB's; a Set becomes one of its sets. */
export const item = (plain: Record<string, unknown>): Item => marshall(plain);

export const put = (dynamoDb: DynamoDBClient, TableName: string, plain: Record<string, unknown>) =>
  dynamoDb.send(new PutItemCommand({ TableName, Item: item(plain) }));

export async function get(dynamoDb: DynamoDBClient, TableName: string, key: Record<string, unknown>) {
  const { Item } = await dynamoDb.send(new GetItemCommand({ TableName, Key: item(key), ConsistentRead: true }));
  return Item && unmarshall(Item);
}
