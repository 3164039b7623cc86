import { StartRefused } from '../start-refused.ts';
import { isDeepStrictEqual } from 'node:util';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import type { Resource, TableProperties } from '../template/read-pipeline.ts';

const index = v.object({
  IndexName: v.string(),
  KeySchema: v.array(v.object({ AttributeName: v.string(), KeyType: v.picklist(['HASH', 'RANGE']) })),
  Projection: v.object({
    ProjectionType: v.optional(v.picklist(['ALL', 'KEYS_ONLY', 'INCLUDE'])),
    NonKeyAttributes: v.optional(v.array(v.string())),
  }),
});

/** Creates the tables that are missing. An existing table with other keys is an error: its items could not be found. */
export async function createTables(dynamodb: DynamoDBClient, tables: readonly Resource<TableProperties>[]) {
  for (const { name, properties } of tables) {
    const { KeySchema, AttributeDefinitions } = properties;
    const global = v.parse(v.array(index), properties.GlobalSecondaryIndexes ?? []);
    const local = v.parse(v.array(index), properties.LocalSecondaryIndexes ?? []);
    const wanted = shapeOf({ KeySchema, GlobalSecondaryIndexes: global, LocalSecondaryIndexes: local });
    const held = await describe(dynamodb, name);
    if (held !== undefined && isDeepStrictEqual(shapeOf(held), wanted)) continue;
    if (held !== undefined) {
      throw new StartRefused(
        `The table ${name} was created with other keys or indexes than the template now has. ` +
          'Start with `npm start -- --fresh` to forget the old one and everything else.',
      );
    }
    const input: CreateTableCommandInput = {
      TableName: name,
      KeySchema,
      AttributeDefinitions,
      BillingMode: 'PAY_PER_REQUEST',
      ...(global.length === 0 ? {} : { GlobalSecondaryIndexes: global.map(withoutUndefined) }),
      ...(local.length === 0 ? {} : { LocalSecondaryIndexes: local.map(withoutUndefined) }),
    };
    await dynamodb.send(new CreateTableCommand(input));
    await waitUntilTableExists(
      { client: dynamodb, minDelay: 0.05, maxDelay: 0.5, maxWaitTime: 10 },
      { TableName: name },
    );
  }
}

async function describe(dynamodb: DynamoDBClient, name: string) {
  try {
    return (await dynamodb.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

interface Keyed {
  readonly IndexName?: string | undefined;
  readonly KeySchema?: readonly unknown[] | undefined;
}

/** What makes two tables the same to their callers: keys, and the indexes by name. */
function shapeOf(
  described: Keyed & {
    readonly GlobalSecondaryIndexes?: readonly Keyed[] | undefined;
    readonly LocalSecondaryIndexes?: readonly Keyed[] | undefined;
  },
) {
  const indexes = [...(described.GlobalSecondaryIndexes ?? []), ...(described.LocalSecondaryIndexes ?? [])];
  const keys = indexes.map(({ IndexName, KeySchema }) => [IndexName ?? '', KeySchema] as const);
  return { keys: described.KeySchema, indexes: Object.fromEntries(keys) };
}

function withoutUndefined(given: v.InferOutput<typeof index>) {
  const { ProjectionType = 'ALL', NonKeyAttributes } = given.Projection;
  const Projection = { ProjectionType, ...(NonKeyAttributes === undefined ? {} : { NonKeyAttributes }) };
  return { ...given, Projection };
}
