import type { EmulatorContext } from '../../emulator-context.ts';
import { refuseOthers, type DynamodbInput } from '../dynamodb-input.ts';
import { requireTable } from '../tables/find-table.ts';

export function describeTimeToLive(context: EmulatorContext, input: DynamodbInput): object {
  refuseOthers(input, ['TableName']);
  const { id } = requireTable(context, input);
  const sql = 'SELECT expires_by FROM tables WHERE id = ?';
  const attribute = context.database.get<{ readonly expires_by: string | null }>(sql, id)?.expires_by ?? undefined;
  if (attribute === undefined) return { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } };
  return { TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: attribute } };
}
