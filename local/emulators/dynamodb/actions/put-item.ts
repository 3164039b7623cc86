import type { EmulatorContext } from '../../emulator-context.ts';
import { optionalWord, refuseOthers, type DynamodbInput } from '../dynamodb-input.ts';
import { planPut } from '../items/plan-put.ts';
import { CONDITIONAL_PARAMETERS } from '../items/planned-write.ts';

export function putItem(context: EmulatorContext, input: DynamodbInput): object {
  refuseOthers(input, [...CONDITIONAL_PARAMETERS, 'Item', 'ReturnValues']);
  const shown = optionalWord(input, 'ReturnValues', ['ALL_OLD', 'NONE']);
  const planned = planPut(context, input);
  const { before } = context.database.transaction(() => planned.write(context));
  return shown === 'ALL_OLD' && before ? { Attributes: before } : {};
}
