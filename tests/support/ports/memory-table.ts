import type { StoredItem, Table } from '#shared/ports.ts';

export interface MemoryTable extends Table {
  /** Everything in it, by id. */
  readonly items: Map<string, StoredItem>;
  /** What was asked of the table, in order: `put some/id`. */
  readonly calls: string[];
  failWith(error: Error | undefined): void;
}

/** @param indexes index → its partition and sort attributes; unlike DynamoDB's, they never lag behind */
export function memoryTable(
  indexes: Readonly<Record<string, { readonly partition: string; readonly sort: string }>> = {},
): MemoryTable {
  const items: MemoryTable['items'] = new Map();
  const calls: string[] = [];
  let failure: Error | undefined;
  let revisions = 0;
  const called = (call: string) => {
    calls.push(call);
    if (failure) throw failure;
  };
  const listed = ({ index, partition }: { readonly index: string; readonly partition: string }) => {
    const attributes = indexes[index];
    if (!attributes) throw new Error(`There is no index ${index}`);
    return [...items.entries()]
      .filter(([, { item }]) => textOf(item, attributes.partition) === partition)
      .map(([id, { item }]) => ({ id, item, sort: `${textOf(item, attributes.sort)} ${id}` }))
      .toSorted((a, b) => (a.sort < b.sort ? -1 : Number(a.sort !== b.sort)));
  };
  return {
    items,
    calls,
    failWith(error) {
      failure = error;
    },
    async get(id) {
      called(`get ${id}`);
      const stored = items.get(id);
      return stored && copyOf(stored);
    },
    async getMany(ids) {
      called(`getMany ${ids.length}`);
      return new Map(ids.flatMap((id) => (items.has(id) ? [[id, copyOf(items.get(id) as StoredItem)] as const] : [])));
    },
    async put(item, expected) {
      called(`put ${item.id}`);
      if ((items.get(item.id)?.revision ?? 'absent') !== expected) return 'conflict';
      const revision = `r${(revisions += 1)}`;
      items.set(item.id, { item: JSON.parse(JSON.stringify(item)), revision });
      return revision;
    },
    async remove(id, expected) {
      called(`remove ${id}`);
      if (items.has(id) && items.get(id)?.revision !== expected) return 'conflict';
      items.delete(id);
      return 'removed';
    },
    async query({ index, partition, newestFirst = false, after, limit = 100 }) {
      called(`query ${index} ${partition}`);
      const all = newestFirst ? listed({ index, partition }).toReversed() : listed({ index, partition });
      // By position and not by item: an item of the page before may have left the index since.
      const isBehind = (sort: string) => after === undefined || (newestFirst ? sort < after : sort > after);
      const left = all.filter(({ sort }) => isBehind(sort));
      const page = left.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map(({ item }) => structuredClone(item)),
        ...(last && left.length > limit && { next: last.sort }),
      };
    },
    async count(query) {
      called(`count ${query.index} ${query.partition}`);
      return listed(query).length;
    },
  };
}

const copyOf = (stored: StoredItem): StoredItem => structuredClone(stored);

const textOf = (item: unknown, name: string) => String((item as Record<string, unknown>)[name]);
