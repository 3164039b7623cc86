import { isDeepStrictEqual } from 'node:util';
import type { Revision, StoredItem, TableChange, TableItem, TablePage, TableQuery } from '#shared/ports.ts';

/** Index → its partition and sort attributes, and what it holds of an item; everything where nothing is said. */
export type TableIndexes = Readonly<
  Record<string, { readonly partition: string; readonly sort: string; readonly holds?: readonly string[] }>
>;

/** Where items lie, without anything between them and who asks. */
export interface TableStore {
  readonly items: Map<string, StoredItem>;
  /** @param revision what it is to be called from now on; when the item is called so already, this is the same write once more */
  put(item: TableItem, expected: Revision | 'absent', revision: Revision): Revision | 'conflict';
  /** As `put`, and changes only what differs from what the caller has seen. */
  change(change: TableChange, revision: Revision): Revision | 'conflict';
  remove(id: string, expected: Revision): 'removed' | 'conflict';
  /** @param items an older state of them, as an index may still show it */
  query(query: TableQuery, items?: ReadonlyMap<string, StoredItem>): TablePage;
  count(query: Omit<TableQuery, 'after' | 'limit' | 'newestFirst'>, items?: ReadonlyMap<string, StoredItem>): number;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items */
const ITEM_BYTES_MAX = 400 * 1024;
const PAGE_ITEMS = 100;

/** What it gives is frozen and not copied: nobody can change what is stored. */
export function createTableStore(indexes: TableIndexes = {}): TableStore {
  const items: TableStore['items'] = new Map();

  const indexOf = (index: string) => {
    const found = indexes[index];
    if (!found) throw new Error(`There is no index ${index}`);
    return found;
  };

  const put: TableStore['put'] = (item, expected, revision) => {
    const text = JSON.stringify(item);
    if (Buffer.byteLength(text) > ITEM_BYTES_MAX) throw new Error('Item size has exceeded the maximum allowed size');
    const found = items.get(item.id)?.revision;
    if ((found ?? 'absent') !== expected) return found === revision ? revision : 'conflict';
    items.set(item.id, storedItem(text, revision));
    return revision;
  };

  return {
    items,
    put,
    change: ({ before, after, expected }, revision) =>
      put(changed(items.get(after.id)?.item, { before, after }), expected, revision),
    remove(id, expected) {
      if (items.has(id) && items.get(id)?.revision !== expected) return 'conflict';
      items.delete(id);
      return 'removed';
    },
    query({ index, partition, newestFirst = false, after, limit = PAGE_ITEMS, ...range }, shown = items) {
      const { partition: partitionName, sort: sortName, holds } = indexOf(index);
      const positions: { readonly item: unknown; readonly sort: string }[] = [];
      for (const [id, { item }] of shown) {
        if (textOf(item, partitionName) !== partition) continue;
        const sorted = textOf(item, sortName);
        if (sorted === undefined || !isWithin(sorted, range)) continue;
        const sort = `${sorted} ${id}`;
        // By position and not by item: an item of the page before may have left the index since.
        const isBehind = after === undefined || (newestFirst ? sort < after : sort > after);
        if (isBehind) positions.push({ item, sort });
      }
      const sign = newestFirst ? -1 : 1;
      positions.sort((a, b) => (a.sort < b.sort ? -sign : sign));
      const page = positions.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map(({ item }) => (holds ? picked(item, holds) : item)),
        ...(last && positions.length > limit && { next: last.sort }),
      };
    },
    count({ index, partition, ...range }, shown = items) {
      const { partition: partitionName, sort: sortName } = indexOf(index);
      let count = 0;
      for (const { item } of shown.values()) {
        if (textOf(item, partitionName) !== partition) continue;
        const sorted = textOf(item, sortName);
        if (sorted !== undefined && isWithin(sorted, range)) count += 1;
      }
      return count;
    },
  };
}

function isWithin(sorted: string, { prefix, since, until }: Pick<TableQuery, 'prefix' | 'since' | 'until'>): boolean {
  if (prefix !== undefined) return sorted.startsWith(prefix);
  return (since === undefined || sorted >= since) && (until === undefined || sorted < until);
}

/** What differs between the two alone is written, as an update of DynamoDB does: a reader that left out a field keeps it there. */
function changed(stored: unknown, { before, after }: Pick<TableChange, 'before' | 'after'>): TableItem {
  const old: Readonly<Record<string, unknown>> = { ...before };
  const entries = Object.entries(after).filter(([name, value]) => !isDeepStrictEqual(value, old[name]));
  const gone = Object.keys(before).filter((name) => !(name in after));
  return {
    ...(stored as object),
    ...Object.fromEntries([...gone.map((name) => [name, undefined]), ...entries]),
    id: after.id,
  };
}

/** Most of what is put is never looked at: it is read from its text once somebody does. */
function storedItem(text: string, revision: Revision): StoredItem {
  let item: unknown;
  return {
    get item() {
      return (item ??= frozen(JSON.parse(text)));
    },
    revision,
  };
}

/** A reviver would do the same, many times slower. */
function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

/** Undefined for what keeps an item out of an index: it lacks one of its keys. */
function textOf(item: unknown, name: string): string | undefined {
  const value = (item as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : undefined;
}

const picked = (item: unknown, names: readonly string[]) =>
  Object.fromEntries(
    names.flatMap((name) =>
      Object.hasOwn(item as object, name) ? [[name, (item as Record<string, unknown>)[name]]] : [],
    ),
  );
