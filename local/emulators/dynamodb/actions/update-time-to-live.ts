import type { EmulatorContext } from '../../emulator-context.ts';
import {
  missing,
  optionalBoolean,
  refuseOthers,
  requiredRecord,
  requiredString,
  type DynamodbInput,
} from '../dynamodb-input.ts';
import { requireTable } from '../tables/find-table.ts';

/** Taken and without effect: nothing may rely on expired items being gone, as AWS lets days pass before it deletes. */
export function updateTimeToLive(context: EmulatorContext, input: DynamodbInput): object {
  refuseOthers(input, ['TableName', 'TimeToLiveSpecification']);
  const table = requireTable(context, input);
  const specification = requiredRecord(input, 'TimeToLiveSpecification');
  const isEnabled = optionalBoolean(specification, 'Enabled');
  if (isEnabled === undefined) throw missing('Enabled');
  const attribute = requiredString(specification, 'AttributeName');
  context.database.run('UPDATE tables SET expires_by = ? WHERE id = ?', isEnabled ? attribute : null, table.id);
  return { TimeToLiveSpecification: { AttributeName: attribute, Enabled: isEnabled } };
}
