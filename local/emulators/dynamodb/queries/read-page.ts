import type { Database } from '../../database.ts';
import { keyBytes } from '../items/item-key.ts';
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

interface Row {
  readonly id: number;
  readonly bytes: number;
  readonly attributes: string;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html */
const PAGE_BYTES_MAX = 1024 * 1024;

export function readPage(database: Database, query: PageQuery): Page {
  const { isShown, isCounted, limit } = query;
  const needsItems = !isCounted || isShown !== undefined;
  const { sql, parameters } = select(query, needsItems ? 'id, bytes, attributes' : "id, bytes, '' AS attributes");
  const items: Item[] = [];
  let [bytes, scanned, count] = [0, 0, 0];
  let lastRow: Row | undefined;
  for (const row of database.each<Row>(sql, ...parameters)) {
    const isFull = scanned === limit || (scanned > 0 && bytes + row.bytes > PAGE_BYTES_MAX);
    if (isFull) return { items, count, scanned, last: lastRow && lastKey(database, query, lastRow) };
    const item = needsItems ? storedItem(row.attributes) : {};
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

function lastKey(database: Database, { table, index }: PageQuery, { id, attributes }: Row): Item {
  const from = index ? 'index_entries' : 'items';
  const sql = `SELECT attributes FROM ${from} WHERE id = ?`;
  const text = attributes === '' ? database.get<Pick<Row, 'attributes'>>(sql, id)?.attributes : attributes;
  const item = storedItem(text ?? '{}');
  const names = new Set([...keyNames(table.keys), ...(index ? keyNames(index.keys) : [])]);
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const value = attributeOf(item, name);
      return value ? [[name, value] as const] : [];
    }),
  );
}

function select({ table, index, range, isReversed, after }: PageQuery, columns: string) {
  const parameters: (number | Buffer)[] = [table.id];
  const where = ['table_id = ?'];
  if (index) {
    where.push('index_number = ?');
    parameters.push(index.number);
  }
  if (range) {
    where.push('partition = ?');
    parameters.push(range.partition);
  }
  for (const { operator, bytes } of range?.sort ?? []) {
    where.push(`sort ${operator} ?`);
    parameters.push(bytes);
  }
  const position = [...(range ? [] : ['partition']), 'sort', ...(index ? ['item_partition', 'item_sort'] : [])];
  if (after) {
    where.push(`(${position.join(', ')}) ${isReversed ? '<' : '>'} (${position.map(() => '?').join(', ')})`);
    const own = keyBytes(index?.keys ?? table.keys, after);
    const item = keyBytes(table.keys, after);
    parameters.push(...(range ? [] : [own.partition]), own.sort, ...(index ? [item.partition, item.sort] : []));
  }
  const order = position.map((column) => (isReversed ? `${column} DESC` : column)).join(', ');
  const from = index ? 'index_entries' : 'items';
  return { sql: `SELECT ${columns} FROM ${from} WHERE ${where.join(' AND ')} ORDER BY ${order}`, parameters };
}
