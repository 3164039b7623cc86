import type { EmulatorContext } from '../../emulator-context.ts';
import { invalid, invalidValue } from '../dynamodb-error.ts';
import { optionalString, type DynamodbInput } from '../dynamodb-input.ts';
import { applyUpdate, updatedPaths } from '../expressions/apply-update.ts';
import { readScope } from '../expressions/scope.ts';
import { parseUpdate } from '../expressions/update.ts';
import { requireTable } from '../tables/find-table.ts';
import { keyNames } from '../tables/table.ts';
import { growthOf, sizeOf } from '../values/size-of.ts';
import { checkIndexKeys } from './index-entries.ts';
import { readKey } from './item-key.ts';
import { conditionCheck, ITEM_BYTES_MAX, readCondition, type PlannedWrite } from './planned-write.ts';
import { findItem, storeItem } from './stored-item.ts';

/** An item that is not there becomes one. */
export function planUpdate(context: EmulatorContext, input: DynamodbInput): PlannedWrite {
  const table = requireTable(context, input);
  const { key, attributes: keyAttributes } = readKey(table, input['Key']);
  const place = { table, key };
  const text = optionalString(input, 'UpdateExpression');
  const update = text === undefined ? undefined : parseUpdate('UpdateExpression', text);
  const condition = readCondition(input);
  const scope = readScope(input, [update, condition]);
  const paths = update ? updatedPaths(update.tree, scope) : [];
  const keyName = keyNames(table.keys).find((name) => paths.some(([first]) => first === name));
  if (keyName !== undefined) {
    throw invalidValue(`Cannot update attribute ${keyName}. This attribute is part of the key`);
  }
  const names = [...new Set(paths.map(([first]) => String(first)))];
  const check = conditionCheck(input, condition, scope);
  return {
    place,
    write(state) {
      const stored = findItem(state, place);
      check(stored);
      const before = stored?.item ?? keyAttributes;
      const after = update ? applyUpdate(update.tree, before, scope) : before;
      checkIndexKeys(table, after);
      const bytes = stored ? stored.bytes + growthOf(before, after, names) : sizeOf(after);
      if (bytes > ITEM_BYTES_MAX) throw invalid('Item size to update has exceeded the maximum allowed size');
      const written = storeItem(state, place, { item: after, bytes }, stored);
      return { before: stored?.item, after, paths, bytes, stored: written };
    },
  };
}
