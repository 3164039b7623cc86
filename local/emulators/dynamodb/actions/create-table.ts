import type { EmulatorContext } from '../../emulator-context.ts';
import { DynamodbError } from '../dynamodb-error.ts';
import { refuseOthers, type DynamodbInput } from '../dynamodb-input.ts';
import { describeTable } from '../tables/describe-table.ts';
import { findTable, requireTableByName } from '../tables/find-table.ts';
import { readTable } from '../tables/read-table.ts';

const KNOWN = [
  'TableName',
  'AttributeDefinitions',
  'KeySchema',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
  'BillingMode',
  'ProvisionedThroughput',
];

export function createTable(context: EmulatorContext, input: DynamodbInput): object {
  refuseOthers(input, KNOWN);
  const { name } = readTable(input);
  if (findTable(context, name)) {
    throw new DynamodbError('ResourceInUseException', `Table already exists: ${name}`);
  }
  const sql = 'INSERT INTO tables (name, definition, created_at) VALUES (?, ?, ?)';
  context.database.run(sql, name, JSON.stringify(input), context.now());
  return { TableDescription: describeTable(context, requireTableByName(context, name), 'CREATING') };
}
