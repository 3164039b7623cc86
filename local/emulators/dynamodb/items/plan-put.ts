import type { EmulatorContext } from '../../emulator-context.ts';
import { invalid } from '../dynamodb-error.ts';
import type { DynamodbInput } from '../dynamodb-input.ts';
import { readScope } from '../expressions/scope.ts';
import { requireTable } from '../tables/find-table.ts';
import { readItem } from '../values/read-attribute-value.ts';
import { sizeOf } from '../values/size-of.ts';
import { checkIndexKeys } from './index-entries.ts';
import { keyOfItem } from './item-key.ts';
import { conditionCheck, ITEM_BYTES_MAX, readCondition, type PlannedWrite } from './planned-write.ts';
import { findItem, storeItem } from './stored-item.ts';

export function planPut(context: EmulatorContext, input: DynamodbInput): PlannedWrite {
  const table = requireTable(context, input);
  const item = readItem(input['Item']);
  const place = { table, key: keyOfItem(table, item) };
  checkIndexKeys(table, item);
  const bytes = sizeOf(item);
  if (bytes > ITEM_BYTES_MAX) throw invalid('Item size has exceeded the maximum allowed size');
  const condition = readCondition(input);
  const check = conditionCheck(input, condition, readScope(input, [condition]));
  return {
    place,
    write(state) {
      const stored = findItem(state, place);
      check(stored);
      storeItem(state, place, { item, bytes }, stored);
      return { before: stored?.item, after: item, bytes };
    },
  };
}
