import type { EmulatorContext } from '../../emulator-context.ts';
import { DynamodbError, missingHere } from '../dynamodb-error.ts';
import { isRecord, requiredString, type DynamodbInput } from '../dynamodb-input.ts';
import { readTable, readTableName } from './read-table.ts';
import type { Table, TableIndex } from './table.ts';

interface TableRow {
  readonly id: number;
  readonly definition: string;
  readonly created_at: number;
}

export function findTable({ database, tables }: EmulatorContext, name: string): Table | undefined {
  const known = tables.get(name);
  if (known) return known;
  const row = database.get<TableRow>('SELECT id, definition, created_at FROM tables WHERE name = ?', name);
  if (row === undefined) return undefined;
  const definition: unknown = JSON.parse(row.definition);
  if (!isRecord(definition)) throw new Error(`The definition of the table ${name} cannot be read`);
  const table = { ...readTable(definition), id: row.id, createdAt: row.created_at };
  tables.set(name, table);
  return table;
}

export function requireTable(context: EmulatorContext, input: DynamodbInput): Table {
  return requireTableByName(context, requiredString(input, 'TableName'));
}

export function requireTableByName(context: EmulatorContext, name: string): Table {
  if (name.startsWith('arn:')) throw missingHere('tables by their ARN');
  const table = findTable(context, readTableName(name));
  if (table) return table;
  throw new DynamodbError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
}

export function requireIndex({ indexes }: Table, name: string): TableIndex {
  const index = indexes.find((one) => one.name === name);
  if (index) return index;
  throw new DynamodbError('ValidationException', `The table does not have the specified index: ${name}`);
}
