import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Ids, StoredItem, Table, TableQuery } from '../ports.ts';
import { createChangeItems } from './change-items.ts';
import { behindAQueue, type ClientSettings } from './client-settings.ts';
import { indexCondition, type IndexKeys, type IndexRange } from './index-condition.ts';
import { withoutCallLog } from './without-call-log.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const KEYS_PER_CALL_MAX = 100;

export interface TablePorts {
  readonly ids: Ids;
  readonly indexes?: Readonly<Record<string, IndexKeys>>;
  readonly settings?: ClientSettings;
}

type Item = Record<string, AttributeValue>;

export function createTable(tableName: string, { ids, indexes = {}, settings = behindAQueue }: TablePorts): Table {
  const client = withoutCallLog(new DynamoDBClient(settings));

  const get = async (id: string): Promise<StoredItem | undefined> => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    return Item && read(Item);
  };

  const getMany: Table['getMany'] = async (ids) => {
    const found = new Map<string, StoredItem>();
    let wanted: readonly string[] = [...new Set(ids)];
    while (wanted.length > 0) {
      const asked = wanted.slice(0, KEYS_PER_CALL_MAX);
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetItemCommand({
          RequestItems: { [tableName]: { ConsistentRead: true, Keys: asked.map((id) => ({ id: { S: id } })) } },
        }),
      );
      for (const item of Responses?.[tableName] ?? []) found.set(item['id']?.S ?? '', read(item));
      // More than 16 MB together come in several answers.
      const left = UnprocessedKeys?.[tableName]?.Keys?.map(({ id }) => id?.S ?? '') ?? [];
      wanted = [...left, ...wanted.slice(KEYS_PER_CALL_MAX)];
    }
    return found;
  };

  const queryInput = ({ index, ...range }: IndexRange & Pick<TableQuery, 'index'>) => {
    const keys = indexes[index];
    if (keys === undefined) throw new Error(`The table ${tableName} has no index ${index}`);
    const condition = indexCondition(keys, range);
    return condition === 'nothing' ? condition : { TableName: tableName, IndexName: index, ...condition };
  };

  return {
    get,
    getMany,
    async put(item, expected) {
      const revision = ids.unique();
      const outcome = await outcomeOf(
        client.send(
          new PutItemCommand({
            TableName: tableName,
            Item: marshall({ ...item, revision }, { removeUndefinedValues: true }),
            ...(expected === 'absent' ? ifAbsent : ifStill(expected)),
          }),
        ),
      );
      if (outcome === 'done') return revision;
      const stored = await get(item.id);
      return stored?.revision === revision ? revision : 'conflict';
    },
    changeAll: createChangeItems({ client, tableName, ids, getMany }),
    async remove(id, expected) {
      const outcome = await outcomeOf(
        client.send(new DeleteItemCommand({ TableName: tableName, Key: { id: { S: id } }, ...ifStill(expected) })),
      );
      return outcome === 'done' || !(await get(id)) ? 'removed' : 'conflict';
    },
    async query({ newestFirst = false, after, limit, ...range }) {
      const input = queryInput(range);
      if (input === 'nothing') return { items: [] };
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          ...input,
          ScanIndexForward: !newestFirst,
          ExclusiveStartKey: after === undefined ? undefined : marshall(JSON.parse(after)),
          Limit: limit,
        }),
      );
      return {
        items: Items.map((item) => read(item).item),
        ...(LastEvaluatedKey && { next: JSON.stringify(unmarshall(LastEvaluatedKey)) }),
      };
    },
    async count(range) {
      const input = queryInput(range);
      if (input === 'nothing') return 0;
      let count = 0;
      let after: Item | undefined;
      do {
        const page = await client.send(new QueryCommand({ ...input, Select: 'COUNT', ExclusiveStartKey: after }));
        count += page.Count ?? 0;
        after = page.LastEvaluatedKey;
      } while (after !== undefined);
      return count;
    },
  };
}

/** The SDK repeats a call whose answer was lost, and is then refused for its own write: the caller looks what is there. */
async function outcomeOf(call: Promise<unknown>): Promise<'done' | 'refused'> {
  try {
    await call;
    return 'done';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'refused';
    throw error;
  }
}

const ifAbsent = { ConditionExpression: 'attribute_not_exists(id)' };

const ifStill = (revision: string) => ({
  ConditionExpression: 'revision = :expected',
  ExpressionAttributeValues: { ':expected': { S: revision } },
});

function read(attributes: Item): StoredItem {
  const { revision, ...item } = unmarshall(attributes);
  return { item, revision: String(revision) };
}
