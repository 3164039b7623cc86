import type { Database } from '../../database.ts';
import type { EmulatorContext } from '../../emulator-context.ts';
import { attributeOf, type Item } from '../values/attribute-value.ts';
import { addEntries, changeEntries, removeEntries } from './index-entries.ts';
import type { ItemPlace, StoredItem } from './item-place.ts';
import { itemOf, longTextsOf, rowOf, type ItemRow } from './item-row.ts';

/** For writes, within their transaction. */
export function findItem({ database, items }: EmulatorContext, place: ItemPlace): StoredItem | undefined {
  const known = items.get(place);
  if (known) return known;
  const { table, key } = place;
  const sql = 'SELECT id, bytes, attributes, long_texts FROM items WHERE table_id = ? AND partition = ? AND sort = ?';
  const row = database.get<ItemRow>(sql, table.id, key.partition, key.sort);
  return row && { id: row.id, bytes: row.bytes, item: itemOf(database, row) };
}

/** For reads, outside of any transaction. */
export function readStored(context: EmulatorContext, place: ItemPlace): StoredItem | undefined {
  const stored = findItem(context, place);
  if (stored) context.items.keep(place, stored);
  return stored;
}

/** @param old what lies there; its index entries become the new item's */
export function storeItem(
  { database, items }: EmulatorContext,
  place: ItemPlace,
  { item, bytes }: Pick<StoredItem, 'item' | 'bytes'>,
  old: StoredItem | undefined,
): StoredItem {
  const { table, key } = place;
  items.forget(place);
  const longTexts = longTextsOf(table, item);
  const row = rowOf(item, longTexts);
  if (old) {
    const changed = changedNames(old.item, item);
    database.run('UPDATE items SET attributes = ?, long_texts = ?, bytes = ? WHERE id = ?', ...row, bytes, old.id);
    const removed = longTextsOf(table, old.item).filter((name) => changed.includes(name));
    for (const name of removed) database.run('DELETE FROM long_texts WHERE item_id = ? AND name = ?', old.id, name);
    const added = longTexts.filter((name) => changed.includes(name));
    writeLongTexts(database, old.id, item, added);
    changeEntries(database, { table, key, id: old.id }, { old: old.item, item, changed });
    return { id: old.id, item, bytes };
  }
  const sql = 'INSERT INTO items (table_id, partition, sort, attributes, long_texts, bytes) VALUES (?, ?, ?, ?, ?, ?)';
  const { lastId: id } = database.run(sql, table.id, key.partition, key.sort, ...row, bytes);
  writeLongTexts(database, id, item, longTexts);
  addEntries(database, { table, key, id }, item);
  return { id, item, bytes };
}

export function removeItem(context: EmulatorContext, place: ItemPlace, { id, item }: StoredItem): void {
  const { database, items } = context;
  items.forget(place);
  database.run('DELETE FROM items WHERE id = ?', id);
  removeEntries(database, place, item);
}

function writeLongTexts(database: Database, itemId: number, item: Item, names: readonly string[]): void {
  for (const name of names) {
    const value = attributeOf(item, name);
    if (!value || !('S' in value)) continue;
    database.run('INSERT INTO long_texts (item_id, name, value) VALUES (?, ?, ?)', itemId, name, value.S);
  }
}

/** An update leaves what it does not change as it is, the very objects. */
function changedNames(old: Item, item: Item): readonly string[] {
  const changed = Object.keys(item).filter((name) => attributeOf(old, name) !== item[name]);
  const gone = Object.keys(old).filter((name) => attributeOf(item, name) === undefined);
  return [...changed, ...gone];
}
