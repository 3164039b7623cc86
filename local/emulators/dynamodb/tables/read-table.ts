import { invalid, invalidValue, missingHere } from '../dynamodb-error.ts';
import {
  constraint,
  missing,
  optionalWord,
  recordList,
  refuseOthers,
  requiredRecord,
  requiredString,
  type DynamodbInput,
} from '../dynamodb-input.ts';
import {
  INDEXES_MAX,
  keyNames,
  NARROW_ATTRIBUTES_MAX,
  type Keys,
  type KeyType,
  type Table,
  type TableIndex,
} from './table.ts';

/** What CreateTable is told of a table; stored as it was sent, and read again at the next start. */
export function readTable(input: DynamodbInput): Omit<Table, 'id' | 'createdAt'> {
  const name = readTableName(requiredString(input, 'TableName'));
  const keyTypes = readKeyTypes(input);
  const keys = readKeys(input, keyTypes);
  const indexes = recordList(input, 'GlobalSecondaryIndexes').map((index, position) =>
    readIndex(index, { number: position + 1, tableKeys: keys, keyTypes }),
  );
  if (recordList(input, 'LocalSecondaryIndexes').length > 0) throw missingHere('local secondary indexes');
  if (indexes.length > INDEXES_MAX) throw invalidValue('GlobalSecondaryIndex count exceeds the per-table limit of 20');
  const used = new Set([keys, ...indexes.map((index) => index.keys)].flatMap(keyNames));
  if (used.size < keyTypes.size) {
    const names = `Keys: [${[...used].join(', ')}] AttributeDefinitions: [${[...keyTypes.keys()].join(', ')}]`;
    throw invalidValue(`Some AttributeDefinitions are not used. ${names}`);
  }
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = input;
  const billing = optionalWord(input, 'BillingMode', ['PAY_PER_REQUEST', 'PROVISIONED']) ?? 'PROVISIONED';
  if (billing === 'PROVISIONED') requiredRecord(input, 'ProvisionedThroughput');
  const description = { AttributeDefinitions, KeySchema, ...(indexes.length > 0 && { GlobalSecondaryIndexes }) };
  return { name, keys, keyTypes, indexes, description };
}

export function readTableName(name: string): string {
  if (/^[\w.-]{3,255}$/.test(name)) return name;
  throw constraint('TableName', name, 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]{3,255}');
}

function readKeyTypes(input: DynamodbInput): ReadonlyMap<string, KeyType> {
  return new Map(
    recordList(input, 'AttributeDefinitions').map((definition) => {
      const type = optionalWord(definition, 'AttributeType', ['B', 'N', 'S']);
      if (type === undefined) throw missing('AttributeType');
      return [requiredString(definition, 'AttributeName'), type];
    }),
  );
}

function readKeys(input: DynamodbInput, keyTypes: ReadonlyMap<string, KeyType>): Keys {
  const schema = recordList(input, 'KeySchema').map((key) => ({
    name: requiredString(key, 'AttributeName'),
    type: optionalWord(key, 'KeyType', ['HASH', 'RANGE']),
  }));
  const [partition, sort, ...more] = schema;
  if (partition?.type !== 'HASH' || (sort && sort.type !== 'RANGE') || more.length > 0) {
    throw invalid('Invalid KeySchema: it must be one HASH key, and one RANGE key behind it or none');
  }
  for (const { name } of schema) {
    if (keyTypes.has(name)) continue;
    const names = `Keys: [${name}], AttributeDefinitions: [${[...keyTypes.keys()].join(', ')}]`;
    throw invalidValue(`Some index key attributes are not defined in AttributeDefinitions. ${names}`);
  }
  return { partition: partition.name, ...(sort && { sort: sort.name }) };
}

interface OfTable {
  readonly number: number;
  readonly tableKeys: Keys;
  readonly keyTypes: ReadonlyMap<string, KeyType>;
}

function readIndex(input: DynamodbInput, { number, tableKeys, keyTypes }: OfTable): TableIndex {
  refuseOthers(input, ['IndexName', 'KeySchema', 'Projection', 'ProvisionedThroughput']);
  const keys = readKeys(input, keyTypes);
  const projection = requiredRecord(input, 'Projection');
  const type = optionalWord(projection, 'ProjectionType', ['ALL', 'INCLUDE', 'KEYS_ONLY']);
  const included = projection['NonKeyAttributes'] ?? [];
  if (!Array.isArray(included)) throw missing('NonKeyAttributes');
  if ((type === 'INCLUDE') !== included.length > 0) {
    throw invalidValue(`ProjectionType is ${type}, and NonKeyAttributes holds ${included.length} names`);
  }
  const holds = new Set([...keyNames(keys), ...keyNames(tableKeys), ...included.map(String)]);
  const name = requiredString(input, 'IndexName');
  if (type === 'ALL') return { name, number, keys, holds: 'all', isNarrow: false };
  return { name, number, keys, holds, isNarrow: holds.size <= NARROW_ATTRIBUTES_MAX };
}
