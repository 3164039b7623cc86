import type { EmulatorContext } from '../../emulator-context.ts';
import { optionalWord, refuseOthers, type DynamodbInput } from '../dynamodb-input.ts';
import { project } from '../expressions/projection.ts';
import { planUpdate } from '../items/plan-update.ts';
import { CONDITIONAL_PARAMETERS, type Written } from '../items/planned-write.ts';
import type { Item } from '../values/attribute-value.ts';

const SHOWN = ['ALL_NEW', 'ALL_OLD', 'NONE', 'UPDATED_NEW', 'UPDATED_OLD'] as const;

export function updateItem(context: EmulatorContext, input: DynamodbInput): object {
  refuseOthers(input, [...CONDITIONAL_PARAMETERS, 'Key', 'ReturnValues', 'UpdateExpression']);
  const shown = optionalWord(input, 'ReturnValues', SHOWN) ?? 'NONE';
  const planned = planUpdate(context, input);
  const attributes = pick[shown](context.database.transaction(() => planned.write(context)));
  return attributes && Object.keys(attributes).length > 0 ? { Attributes: attributes } : {};
}

const pick: Readonly<Record<(typeof SHOWN)[number], (written: Written) => Item | undefined>> = {
  ALL_NEW: ({ after }) => after,
  ALL_OLD: ({ before }) => before,
  NONE: () => undefined,
  UPDATED_NEW: ({ after = {}, paths = [] }) => project(after, paths),
  UPDATED_OLD: ({ before = {}, paths = [] }) => project(before, paths),
};
