import type { Revision, StoredItem, TableItem } from '#shared/ports.ts';
import { createTableStore, type TableIndexes, type TableStore } from '../../support/ports/table-store.ts';
import type { Scheduler } from '../engine/scheduler.ts';
import type { Troubles } from '../engine/troubles.ts';

/** A table whose indexes learn of some writes later than of others; of one item never in another order. */
export interface LaggingTable extends Pick<TableStore, 'items' | 'put' | 'change' | 'remove' | 'query' | 'count'> {}

/** How often a write is late, and how late at most. */
const LAG_CHANCE = 0.05;
const LAG_MS_MAX = 4000;

export function createLaggingTable(
  indexes: TableIndexes,
  { scheduler, troubles }: { readonly scheduler: Scheduler; readonly troubles: Troubles },
): LaggingTable {
  const store = createTableStore(indexes);
  const { items } = store;
  const isIndexed = Object.keys(indexes).length > 0;
  /** As the indexes see it. */
  const shown = new Map<string, StoredItem>();
  const shownAgainAtMs = new Map<string, number>();

  const showAs = (id: string, stored: StoredItem | undefined) => {
    if (stored) shown.set(id, stored);
    else shown.delete(id);
  };
  const show = (id: string) => {
    if (!isIndexed) return;
    const nowMs = scheduler.nowMs();
    const stored = items.get(id);
    const lagMs = troubles.strikes('lag', LAG_CHANCE) ? troubles.random('lag').fraction() * LAG_MS_MAX : 0;
    const atMs = Math.max(nowMs + lagMs, shownAgainAtMs.get(id) ?? 0);
    if (atMs <= nowMs) return showAs(id, stored);
    shownAgainAtMs.set(id, atMs);
    scheduler.after(atMs - nowMs, () => showAs(id, stored));
  };

  return {
    items,
    put(item: TableItem, expected: Revision | 'absent', revision: Revision) {
      const outcome = store.put(item, expected, revision);
      if (outcome !== 'conflict') show(item.id);
      return outcome;
    },
    change(change, revision) {
      const outcome = store.change(change, revision);
      if (outcome !== 'conflict') show(change.after.id);
      return outcome;
    },
    remove(id, expected) {
      const outcome = store.remove(id, expected);
      if (outcome === 'removed') show(id);
      return outcome;
    },
    query: (query) => store.query(query, shown),
    count: (query) => store.count(query, shown),
  };
}
