import type { Database } from '../../database.ts';
import { invalid, invalidValue } from '../dynamodb-error.ts';
import { ENTRY_ID_FACTOR, keyNames, type Table, type TableIndex } from '../tables/table.ts';
import { attributeOf, typeOf, type Item } from '../values/attribute-value.ts';
import { sizeOf } from '../values/size-of.ts';
import { isEmpty, keyBytes, type ItemKey } from './item-key.ts';

interface OfItem {
  readonly table: Table;
  readonly key: ItemKey;
  readonly id: number;
}

const WRITE_ENTRY = `INSERT OR REPLACE INTO index_entries
  (id, table_id, index_number, partition, sort, item_partition, item_sort, bytes, attributes)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;

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

/** Makes the item's entries in every index of its table; those that stay the same are left alone. */
export function writeEntries(database: Database, { table, key, id }: OfItem, item: Item, old?: Item): void {
  for (const index of table.indexes) {
    if (old && isSameIn(index, item, old)) continue;
    const entryId = id * ENTRY_ID_FACTOR + index.number;
    if (!hasKeys(index, item)) {
      if (old) database.run('DELETE FROM index_entries WHERE id = ?', entryId);
      continue;
    }
    const { partition, sort } = keyBytes(index.keys, item);
    const held = heldBy(index, item);
    const place = [entryId, table.id, index.number, partition, sort, key.partition, key.sort] as const;
    database.run(WRITE_ENTRY, ...place, sizeOf(held), JSON.stringify(held));
  }
}

export function removeEntries(database: Database, itemId: number): void {
  const first = itemId * ENTRY_ID_FACTOR;
  database.run('DELETE FROM index_entries WHERE id > ? AND id < ?', first, first + ENTRY_ID_FACTOR);
}

const hasKeys = ({ keys }: TableIndex, item: Item) =>
  keyNames(keys).every((name) => attributeOf(item, name) !== undefined);

/** An update leaves what it does not change as it is, the very objects. */
function isSameIn({ holds }: TableIndex, item: Item, old: Item): boolean {
  return holds !== 'all' && [...holds].every((name) => attributeOf(item, name) === attributeOf(old, name));
}

function heldBy({ holds }: TableIndex, item: Item): Item {
  if (holds === 'all') return item;
  return Object.fromEntries(Object.entries(item).filter(([name]) => holds.has(name)));
}
