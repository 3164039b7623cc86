import type { EmulatorContext } from '../../emulator-context.ts';
import { refuseOthers, type DynamodbInput } from '../dynamodb-input.ts';
import { readKey } from '../items/item-key.ts';
import { readProjected } from '../items/read-projected.ts';
import { readStored } from '../items/stored-item.ts';
import { requireTable } from '../tables/find-table.ts';

export function getItem(context: EmulatorContext, input: DynamodbInput): object {
  refuseOthers(input, ['TableName', 'Key', 'ConsistentRead', 'ExpressionAttributeNames', 'ProjectionExpression']);
  const table = requireTable(context, input);
  const projected = readProjected(input);
  const stored = readStored(context, { table, key: readKey(table, input['Key']).key });
  return stored ? { Item: projected(stored.item) } : {};
}
