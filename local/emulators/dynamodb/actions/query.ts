import type { EmulatorContext } from '../../emulator-context.ts';
import { invalid } from '../dynamodb-error.ts';
import { refuseOthers, type DynamodbInput } from '../dynamodb-input.ts';
import { PAGE_PARAMETERS, readPageInput } from '../queries/read-page-input.ts';
import { readPage } from '../queries/read-page.ts';

export function query(context: EmulatorContext, input: DynamodbInput): object {
  refuseOthers(input, [...PAGE_PARAMETERS, 'KeyConditionExpression', 'ScanIndexForward']);
  const { query: asked, answer } = readPageInput(context, input);
  if (!asked.range) {
    throw invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
  }
  return answer(readPage(context.database, asked));
}
