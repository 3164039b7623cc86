import type { Database } from '../../database.ts';
import { invalid, invalidValue } from '../dynamodb-error.ts';
import { keyNames, type Table, type TableIndex } from '../tables/table.ts';
import { attributeOf, typeOf, type Item } from '../values/attribute-value.ts';
import { growthOf, sizeOf } from '../values/size-of.ts';
import { heldBy, isHeldBy } from './held-by.ts';
import { isEmpty, keyBytes, type ItemKey } from './item-key.ts';

interface OfItem {
  readonly table: Table;
  readonly key: ItemKey;
  readonly id: number;
}

/** An item as it was, and what has become of it. */
export interface ItemChange {
  readonly old: Item;
  readonly item: Item;
  /** The names of the attributes that are no longer the same. */
  readonly changed: readonly string[];
}

const PLACE =
  'table_id = ? AND index_number = ? AND partition = ? AND sort = ? AND item_partition = ? AND item_sort = ?';
const ADD_ENTRY = `INSERT INTO index_entries
  (table_id, index_number, partition, sort, item_partition, item_sort, item_id, bytes, attributes)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const MOVE_ENTRY = `UPDATE index_entries SET partition = ?, sort = ?, bytes = bytes + ?, attributes = ? WHERE ${PLACE}`;
const REMOVE_ENTRY = `DELETE FROM index_entries WHERE ${PLACE}`;

/** @throws {DynamodbError} for an attribute that is an index's key, and is not of its type or is empty */
export function checkIndexKeys({ indexes, keyTypes }: Table, item: Item): void {
  for (const { name: index, keys } of indexes) {
    for (const name of keyNames(keys)) {
      const value = attributeOf(item, name);
      if (value === undefined) continue;
      const [expected, actual] = [keyTypes.get(name), typeOf(value)];
      if (actual !== expected) {
        const types = `Expected: ${expected} Actual: ${actual}`;
        throw invalidValue(`Type mismatch for Index Key ${name} ${types} IndexName: ${index}`);
      }
      if (isEmpty(value)) {
        throw invalid(
          'One or more parameter values are not valid. A value specified for a secondary index key is not supported. ' +
            'The AttributeValue for a key attribute cannot contain an empty string value. ' +
            `IndexName: ${index}, IndexKey: ${name}`,
        );
      }
    }
  }
}

/** Makes a new item's entries in every index of its table. */
export function addEntries(database: Database, of: OfItem, item: Item): void {
  for (const index of of.table.indexes) if (hasKeys(index, item)) addEntry(database, of, index, item);
}

/** Makes the entries of the item as it was its new entries; those that stay the same are left alone. */
export function changeEntries(database: Database, of: OfItem, { old, item, changed }: ItemChange): void {
  for (const index of of.table.indexes) {
    const names = changed.filter((name) => isHeldBy(index, name));
    if (names.length === 0) continue;
    const [was, is] = [hasKeys(index, old), hasKeys(index, item)];
    if (was && is) {
      const { partition, sort } = keyBytes(index.keys, item);
      const growth = growthOf(old, item, names);
      database.run(MOVE_ENTRY, partition, sort, growth, ownAttributes(index, item), ...placeOf(of, index, old));
    } else if (was) database.run(REMOVE_ENTRY, ...placeOf(of, index, old));
    else if (is) addEntry(database, of, index, item);
  }
}

export function removeEntries(database: Database, of: Omit<OfItem, 'id'>, item: Item): void {
  for (const index of of.table.indexes) {
    if (hasKeys(index, item)) database.run(REMOVE_ENTRY, ...placeOf(of, index, item));
  }
}

function addEntry(database: Database, of: OfItem, index: TableIndex, item: Item): void {
  const bytes = sizeOf(heldBy(index, item));
  database.run(ADD_ENTRY, ...placeOf(of, index, item), of.id, bytes, ownAttributes(index, item));
}

function placeOf({ table, key }: Omit<OfItem, 'id'>, index: TableIndex, item: Item) {
  const { partition, sort } = keyBytes(index.keys, item);
  return [table.id, index.number, partition, sort, key.partition, key.sort] as const;
}

const ownAttributes = (index: TableIndex, item: Item) => (index.isNarrow ? JSON.stringify(heldBy(index, item)) : null);

const hasKeys = ({ keys }: TableIndex, item: Item) =>
  keyNames(keys).every((name) => attributeOf(item, name) !== undefined);
