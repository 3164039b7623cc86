import type { Database } from '../../database.ts';
import { heldBy, isHeldBy } from '../items/held-by.ts';
import { keyBytes } from '../items/item-key.ts';
import { itemOf, type ItemRow } from '../items/item-row.ts';
import { keyNames, type Table, type TableIndex } from '../tables/table.ts';
import { attributeOf, storedItem, type Item } from '../values/attribute-value.ts';
import type { KeyRange } from './key-range.ts';

/** What Query and Scan ask for. */
export interface PageQuery {
  readonly table: Table;
  readonly index: TableIndex | undefined;
  /** A scan has none. */
  readonly range: KeyRange | undefined;
  readonly isReversed: boolean;
  readonly after: Item | undefined;
  readonly limit: number;
  readonly isShown: ((item: Item) => boolean) | undefined;
  readonly isCounted: boolean;
}

export interface Page {
  readonly items: readonly Item[];
  readonly count: number;
  readonly scanned: number;
  /** The keys of the last that was looked at, where there may be more. */
  readonly last: Item | undefined;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html */
const PAGE_BYTES_MAX = 1024 * 1024;

export function readPage(database: Database, query: PageQuery): Page {
  const { isShown, isCounted, limit } = query;
  const needsItems = !isCounted || isShown !== undefined;
  const { sql, parameters } = select(query, needsItems ? 'items' : 'sizes');
  const read = readerOf(database, query);
  const items: Item[] = [];
  let [bytes, scanned, count] = [0, 0, 0];
  let lastRow: ItemRow | undefined;
  for (const row of database.each<ItemRow>(sql, ...parameters)) {
    const isFull = scanned === limit || (scanned > 0 && bytes + row.bytes > PAGE_BYTES_MAX);
    if (isFull) return { items, count, scanned, last: lastRow && lastKey(database, query, lastRow) };
    const item = needsItems ? read(row) : {};
    lastRow = row;
    bytes += row.bytes;
    scanned += 1;
    if (isShown && !isShown(item)) continue;
    count += 1;
    if (!isCounted) items.push(item);
  }
  // DynamoDB stops at its limit without looking whether there is more.
  const isCut = scanned === limit && lastRow;
  return { items, count, scanned, last: isCut ? lastKey(database, query, isCut) : undefined };
}

function readerOf(database: Database, { index }: PageQuery): (row: ItemRow) => Item {
  if (!index || index.holds === 'all') return (row) => itemOf(database, row);
  if (index.isNarrow) return ({ attributes }) => storedItem(attributes);
  return (row) =>
    heldBy(
      index,
      itemOf(database, row, (name) => isHeldBy(index, name)),
    );
}

function lastKey(database: Database, { table, index }: PageQuery, { id }: ItemRow): Item {
  const row = database.get<Pick<ItemRow, 'attributes'>>('SELECT attributes FROM items WHERE id = ?', id);
  const item = storedItem(row?.attributes ?? '{}');
  const names = new Set([...keyNames(table.keys), ...(index ? keyNames(index.keys) : [])]);
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const value = attributeOf(item, name);
      return value ? [[name, value] as const] : [];
    }),
  );
}

function select({ table, index, range, isReversed, after }: PageQuery, wanted: 'items' | 'sizes') {
  const parameters: (number | Buffer)[] = [table.id];
  const where = ['place.table_id = ?'];
  if (index) {
    where.push('index_number = ?');
    parameters.push(index.number);
  }
  if (range) {
    where.push('place.partition = ?');
    parameters.push(range.partition);
  }
  for (const { operator, bytes } of range?.sort ?? []) {
    where.push(`place.sort ${operator} ?`);
    parameters.push(bytes);
  }
  const names = [...(range ? [] : ['partition']), 'sort', ...(index ? ['item_partition', 'item_sort'] : [])];
  const position = names.map((name) => `place.${name}`);
  if (after) {
    where.push(`(${position.join(', ')}) ${isReversed ? '<' : '>'} (${position.map(() => '?').join(', ')})`);
    const own = keyBytes(index?.keys ?? table.keys, after);
    const item = keyBytes(table.keys, after);
    parameters.push(...(range ? [] : [own.partition]), own.sort, ...(index ? [item.partition, item.sort] : []));
  }
  const order = position.map((column) => (isReversed ? `${column} DESC` : column)).join(', ');
  return { sql: `${selectFrom(index, wanted)} WHERE ${where.join(' AND ')} ORDER BY ${order}`, parameters };
}

function selectFrom(index: TableIndex | undefined, wanted: 'items' | 'sizes'): string {
  if (!index) {
    const columns = wanted === 'items' ? 'attributes, long_texts' : "'' AS attributes, NULL AS long_texts";
    return `SELECT id, bytes, ${columns} FROM items AS place`;
  }
  const place = 'SELECT item_id AS id, place.bytes';
  if (wanted === 'sizes') return `${place}, '' AS attributes, NULL AS long_texts FROM index_entries AS place`;
  if (index.isNarrow) return `${place}, attributes, NULL AS long_texts FROM index_entries AS place`;
  // Crossed, as the entries' order is the one that is asked for.
  const items = 'CROSS JOIN items ON items.id = place.item_id';
  return `${place}, items.attributes, long_texts FROM index_entries AS place ${items}`;
}
