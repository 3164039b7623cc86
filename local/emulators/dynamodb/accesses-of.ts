import type { Access } from '../access.ts';
import type { EmulatorContext } from '../emulator-context.ts';
import { isRecord, type DynamodbInput } from './dynamodb-input.ts';
import { readPageInput } from './queries/read-page-input.ts';
import { findTable } from './tables/find-table.ts';

/** Of a transaction's entries: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
const transactRights: Readonly<Record<string, string>> = {
  ConditionCheck: 'ConditionCheckItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
};

/**
 * What an operation needs: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 * What is not shaped as it must be needs nothing more than the operation itself, which refuses it.
 */
export function accessesOf(context: EmulatorContext, operation: string, input: DynamodbInput): readonly Access[] {
  const { RequestItems, TransactItems, TableName } = input;
  if (isRecord(RequestItems)) {
    return Object.entries(RequestItems).map(([table, asked]) => {
      const keys = keysOf(asked).map((key) => partitionOf(context, table, key));
      return accessTo(context, operation, table, keys);
    });
  }
  if (Array.isArray(TransactItems)) {
    return TransactItems.filter(isRecord).flatMap((entry) => accessesOfEntry(context, entry));
  }
  if (typeof TableName !== 'string') return [{ action: `dynamodb:${operation}`, resource: '*' }];
  if (operation === 'Query' || operation === 'Scan') return [accessToPage(context, operation, TableName, input)];
  const key = input['Key'] ?? input['Item'];
  return [accessTo(context, operation, TableName, isRecord(key) ? [partitionOf(context, TableName, key)] : [])];
}

function accessesOfEntry(context: EmulatorContext, entry: DynamodbInput): readonly Access[] {
  return Object.entries(entry).flatMap(([kind, asked]) => {
    if (!isRecord(asked) || typeof asked['TableName'] !== 'string') return [];
    const key = asked['Key'] ?? asked['Item'];
    const keys = isRecord(key) ? [partitionOf(context, asked['TableName'], key)] : [];
    return [accessTo(context, transactRights[kind] ?? kind, asked['TableName'], keys)];
  });
}

function accessToPage(context: EmulatorContext, operation: string, table: string, input: DynamodbInput): Access {
  const { query } = readPageInput(context, input);
  const keys = query.range ? [query.range.partition.toString()] : [];
  return accessTo(context, operation, query.index ? `${table}/index/${query.index.name}` : table, keys);
}

function accessTo(context: EmulatorContext, operation: string, table: string, keys: readonly string[]): Access {
  return {
    action: `dynamodb:${operation}`,
    resource: `arn:aws:dynamodb:${context.region}:${context.accountId}:table/${table}`,
    ...(keys.length > 0 && { context: { 'dynamodb:LeadingKeys': keys } }),
  };
}

/** Of BatchGetItem's keys, and of BatchWriteItem's puts and deletes. */
function keysOf(asked: unknown): readonly DynamodbInput[] {
  if (isRecord(asked)) return Array.isArray(asked['Keys']) ? asked['Keys'].filter(isRecord) : [];
  if (!Array.isArray(asked)) return [];
  return asked
    .filter(isRecord)
    .map(({ PutRequest, DeleteRequest }) =>
      isRecord(PutRequest) ? PutRequest['Item'] : isRecord(DeleteRequest) && DeleteRequest['Key'],
    )
    .filter(isRecord);
}

function partitionOf(context: EmulatorContext, table: string, key: DynamodbInput): string {
  const value = key[findTable(context, table)?.keys.partition ?? ''];
  return isRecord(value) ? String(Object.values(value)[0]) : '';
}
