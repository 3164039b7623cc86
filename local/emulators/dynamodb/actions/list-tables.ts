import type { EmulatorContext } from '../../emulator-context.ts';
import { optionalCount, optionalString, refuseOthers, type DynamodbInput } from '../dynamodb-input.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html */
const PAGE_LENGTH_MAX = 100;

export function listTables({ database }: EmulatorContext, input: DynamodbInput): object {
  refuseOthers(input, ['ExclusiveStartTableName', 'Limit']);
  const after = optionalString(input, 'ExclusiveStartTableName') ?? '';
  const limit = optionalCount(input, 'Limit', PAGE_LENGTH_MAX) ?? PAGE_LENGTH_MAX;
  const sql = 'SELECT name FROM tables WHERE name > ? ORDER BY name LIMIT ?';
  const names = database.all<{ readonly name: string }>(sql, after, limit + 1).map(({ name }) => name);
  const TableNames = names.slice(0, limit);
  return { TableNames, ...(names.length > limit && { LastEvaluatedTableName: TableNames.at(-1) }) };
}
