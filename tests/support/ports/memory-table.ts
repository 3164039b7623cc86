import type { Revision, StoredItem, Table } from '#shared/ports.ts';
import { createTableStore, type TableIndexes } from './table-store.ts';

export interface MemoryTable extends Table {
  /** Everything in it, by id. */
  readonly items: Map<string, StoredItem>;
  /** What was asked of the table, in order: `put some/id`. */
  readonly calls: string[];
  failWith(error: Error | undefined): void;
}

/** @param indexes unlike DynamoDB's, they never lag behind */
export function memoryTable(indexes: TableIndexes = {}): MemoryTable {
  const store = createTableStore(indexes);
  const { items } = store;
  const calls: string[] = [];
  let failure: Error | undefined;
  let revisions = 0;
  const newRevision = (): Revision => `r${(revisions += 1)}`;
  const called = (call: string) => {
    calls.push(call);
    if (failure) throw failure;
  };
  return {
    items,
    calls,
    failWith(error) {
      failure = error;
    },
    async get(id) {
      called(`get ${id}`);
      return items.get(id);
    },
    async getMany(ids) {
      called(`getMany ${ids.length}`);
      return new Map(ids.flatMap((id) => (items.has(id) ? [[id, items.get(id) as StoredItem] as const] : [])));
    },
    async put(item, expected) {
      called(`put ${item.id}`);
      return store.put(item, expected, newRevision());
    },
    async changeAll(changes) {
      called(`changeAll ${changes.length}`);
      return changes.map((change) => {
        try {
          return store.change(change, newRevision());
        } catch (error) {
          return error instanceof Error ? error : new Error(String(error));
        }
      });
    },
    async remove(id, expected) {
      called(`remove ${id}`);
      return store.remove(id, expected);
    },
    async query(query) {
      called(`query ${query.index} ${query.partition}`);
      return store.query(query);
    },
    async count(query) {
      called(`count ${query.index} ${query.partition}`);
      return store.count(query);
    },
  };
}
