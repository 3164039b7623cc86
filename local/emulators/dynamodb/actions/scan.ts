import type { EmulatorContext } from '../../emulator-context.ts';
import { refuseOthers, type DynamodbInput } from '../dynamodb-input.ts';
import { PAGE_PARAMETERS, readPageInput } from '../queries/read-page-input.ts';
import { readPage } from '../queries/read-page.ts';

export function scan(context: EmulatorContext, input: DynamodbInput): object {
  refuseOthers(input, PAGE_PARAMETERS);
  const { query, answer } = readPageInput(context, input);
  return answer(readPage(context.database, query));
}
