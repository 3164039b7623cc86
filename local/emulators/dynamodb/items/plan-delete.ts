import type { EmulatorContext } from '../../emulator-context.ts';
import type { DynamodbInput } from '../dynamodb-input.ts';
import { readScope } from '../expressions/scope.ts';
import { requireTable } from '../tables/find-table.ts';
import { readKey } from './item-key.ts';
import { conditionCheck, readCondition, type PlannedWrite } from './planned-write.ts';
import { findItem, removeItem } from './stored-item.ts';

export function planDelete(context: EmulatorContext, input: DynamodbInput): PlannedWrite {
  const { place, check } = planCheck(context, input);
  return {
    place,
    write(state) {
      const stored = findItem(state, place);
      check(stored);
      if (stored) removeItem(state, place, stored);
      return { before: stored?.item, bytes: stored?.bytes ?? 0 };
    },
  };
}

/** Of the item under a key, which is itself left as it is. */
export function planConditionCheck(context: EmulatorContext, input: DynamodbInput): PlannedWrite {
  const { place, check } = planCheck(context, input);
  return {
    place,
    write(state) {
      const stored = findItem(state, place);
      check(stored);
      return { bytes: stored?.bytes ?? 0 };
    },
  };
}

function planCheck(context: EmulatorContext, input: DynamodbInput) {
  const table = requireTable(context, input);
  const place = { table, key: readKey(table, input['Key']).key };
  const condition = readCondition(input);
  return { place, check: conditionCheck(input, condition, readScope(input, [condition])) };
}
