import type { Database } from '../../database.ts';
import type { Table } from '../tables/table.ts';
import { storedItem, type Item } from '../values/attribute-value.ts';
import { pickAttributes } from '../values/pick-attributes.ts';

/** An item as it is stored. */
export interface ItemRow {
  readonly id: number;
  readonly bytes: number;
  /** As JSON: all but the long texts. */
  readonly attributes: string;
  /** The names of those, as JSON. */
  readonly long_texts: string | null;
}

/** Below it, a row of its own costs more than it spares. */
const LONG_TEXT_LENGTH_MIN = 512;

/** The names of what an item's row leaves out. Keys stay: a page's end is told from the row alone. */
export function longTextsOf({ keyTypes }: Table, item: Item): readonly string[] {
  return Object.keys(item).filter((name) => {
    const value = item[name];
    const isLong = value !== undefined && 'S' in value && value.S.length >= LONG_TEXT_LENGTH_MIN;
    // SQLite's texts are UTF-8, which has no half of a surrogate pair; JSON has.
    return isLong && value.S.isWellFormed() && !keyTypes.has(name);
  });
}

/** The columns `attributes` and `long_texts`. */
export function rowOf(item: Item, longTexts: readonly string[]): readonly [string, string | null] {
  if (longTexts.length === 0) return [JSON.stringify(item), null];
  const rest = pickAttributes(item, (name) => !longTexts.includes(name));
  return [JSON.stringify(rest), JSON.stringify(longTexts)];
}

/** @param isWanted whether an attribute is needed: a long text that is not is left where it is */
export function itemOf(database: Database, row: ItemRow, isWanted: (name: string) => boolean = () => true): Item {
  const item = storedItem(row.attributes);
  if (row.long_texts === null) return item;
  const names: unknown = JSON.parse(row.long_texts);
  if (!Array.isArray(names) || !names.map(String).some(isWanted)) return item;
  const sql = 'SELECT name, value FROM long_texts WHERE item_id = ?';
  const texts = database.all<{ readonly name: string; readonly value: string }>(sql, row.id);
  return { ...item, ...Object.fromEntries(texts.map(({ name, value }) => [name, { S: value }])) };
}
