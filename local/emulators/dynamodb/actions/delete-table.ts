import type { EmulatorContext } from '../../emulator-context.ts';
import { refuseOthers, type DynamodbInput } from '../dynamodb-input.ts';
import { describeTable } from '../tables/describe-table.ts';
import { requireTable } from '../tables/find-table.ts';

export function deleteTable(context: EmulatorContext, input: DynamodbInput): object {
  refuseOthers(input, ['TableName']);
  const table = requireTable(context, input);
  const TableDescription = describeTable(context, table, 'DELETING');
  context.database.transaction(() => {
    for (const rows of ['index_entries', 'items']) {
      context.database.run(`DELETE FROM ${rows} WHERE table_id = ?`, table.id);
    }
    context.database.run('DELETE FROM tables WHERE id = ?', table.id);
  });
  context.tables.delete(table.name);
  return { TableDescription };
}
