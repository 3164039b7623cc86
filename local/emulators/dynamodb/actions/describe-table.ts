import type { EmulatorContext } from '../../emulator-context.ts';
import { refuseOthers, type DynamodbInput } from '../dynamodb-input.ts';
import { describeTable as describe } from '../tables/describe-table.ts';
import { requireTable } from '../tables/find-table.ts';

export function describeTable(context: EmulatorContext, input: DynamodbInput): object {
  refuseOthers(input, ['TableName']);
  return { Table: describe(context, requireTable(context, input), 'ACTIVE') };
}
