import type { EmulatorContext } from '../../emulator-context.ts';
import { invalid } from '../dynamodb-error.ts';
import { recordList, refuseOthers, requiredRecord, type DynamodbInput } from '../dynamodb-input.ts';
import { getItem } from './get-item.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html */
const READS_MAX = 100;

export function transactGetItems(context: EmulatorContext, input: DynamodbInput): object {
  refuseOthers(input, ['TransactItems']);
  const items = recordList(input, 'TransactItems');
  if (items.length === 0 || items.length > READS_MAX) {
    throw invalid(`Member must have length less than or equal to ${READS_MAX}, and at least 1: it has ${items.length}`);
  }
  return {
    Responses: items.map((item) => {
      refuseOthers(item, ['Get']);
      const get = requiredRecord(item, 'Get');
      refuseOthers(get, ['TableName', 'Key', 'ExpressionAttributeNames', 'ProjectionExpression']);
      return getItem(context, get);
    }),
  };
}
