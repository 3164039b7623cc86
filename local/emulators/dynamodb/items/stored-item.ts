import type { EmulatorContext } from '../../emulator-context.ts';
import type { Table } from '../tables/table.ts';
import { storedItem as parseItem, type Item } from '../values/attribute-value.ts';
import { sizeOf } from '../values/size-of.ts';
import { removeEntries, writeEntries } from './index-entries.ts';
import type { ItemKey } from './item-key.ts';

export interface StoredItem {
  readonly id: number;
  readonly item: Item;
  readonly bytes: number;
}

/** Where one item lies, or may lie. */
export interface ItemPlace {
  readonly table: Table;
  readonly key: ItemKey;
}

interface ItemRow {
  readonly id: number;
  readonly bytes: number;
  readonly attributes: string;
}

export function findItem({ database }: EmulatorContext, { table, key }: ItemPlace): StoredItem | undefined {
  const sql = 'SELECT id, bytes, attributes FROM items WHERE table_id = ? AND partition = ? AND sort = ?';
  const row = database.get<ItemRow>(sql, table.id, key.partition, key.sort);
  return row && { id: row.id, bytes: row.bytes, item: parseItem(row.attributes) };
}

/** @param old what lies there; its index entries become the new item's */
export function storeItem(
  { database }: EmulatorContext,
  { table, key }: ItemPlace,
  item: Item,
  old: StoredItem | undefined,
): void {
  const [attributes, bytes] = [JSON.stringify(item), sizeOf(item)];
  if (old) {
    database.run('UPDATE items SET attributes = ?, bytes = ? WHERE id = ?', attributes, bytes, old.id);
    writeEntries(database, { table, key, id: old.id }, item, old.item);
    return;
  }
  const sql = 'INSERT INTO items (table_id, partition, sort, bytes, attributes) VALUES (?, ?, ?, ?, ?)';
  const { lastId: id } = database.run(sql, table.id, key.partition, key.sort, bytes, attributes);
  writeEntries(database, { table, key, id }, item);
}

export function removeItem({ database }: EmulatorContext, { id }: StoredItem): void {
  database.run('DELETE FROM items WHERE id = ?', id);
  removeEntries(database, id);
}
