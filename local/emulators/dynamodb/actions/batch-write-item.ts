import type { EmulatorContext } from '../../emulator-context.ts';
import { invalid } from '../dynamodb-error.ts';
import { optionalRecord, recordList, refuseOthers, requiredRecord, type DynamodbInput } from '../dynamodb-input.ts';
import { checkDistinct } from '../items/check-distinct.ts';
import { planDelete } from '../items/plan-delete.ts';
import { planPut } from '../items/plan-put.ts';
import type { PlannedWrite } from '../items/planned-write.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
const WRITES_MAX = 25;

export function batchWriteItem(context: EmulatorContext, input: DynamodbInput): object {
  refuseOthers(input, ['RequestItems']);
  const requests = requiredRecord(input, 'RequestItems');
  const planned = Object.keys(requests).flatMap((TableName) =>
    recordList(requests, TableName).map((request) => plan(context, TableName, request)),
  );
  if (planned.length === 0 || planned.length > WRITES_MAX) {
    throw invalid(`BatchWriteItem takes from 1 to ${WRITES_MAX} writes, and this one holds ${planned.length}`);
  }
  checkDistinct(planned, 'Provided list of item keys contains duplicates');
  context.database.transaction(() => {
    for (const one of planned) one.write(context);
  });
  return { UnprocessedItems: {} };
}

function plan(context: EmulatorContext, TableName: string, request: DynamodbInput): PlannedWrite {
  refuseOthers(request, ['PutRequest', 'DeleteRequest']);
  const put = optionalRecord(request, 'PutRequest');
  const gone = optionalRecord(request, 'DeleteRequest');
  if (put && !gone) return planPut(context, { TableName, Item: put['Item'] });
  if (gone && !put) return planDelete(context, { TableName, Key: gone['Key'] });
  throw invalid(
    'Supplied AttributeValue has more than one datatypes set, must contain exactly one of PutRequest and DeleteRequest',
  );
}
