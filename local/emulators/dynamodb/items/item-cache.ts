import type { ItemPlace, StoredItem } from './item-place.ts';

/** Items as the database holds them, so that those that change again and again need not be read each time. */
export interface ItemCache {
  get(place: ItemPlace): StoredItem | undefined;
  /** Only what is committed: a transaction that fails must leave nothing here. */
  keep(place: ItemPlace, stored: StoredItem): void;
  /** Before its row changes. */
  forget(place: ItemPlace): void;
}

/** A few thousand dead letters: those that a replay has under way. As objects they take two or three times as much. */
const BYTES_MAX = 8 * 1024 * 1024;

/** In two halves, of which the older is forgotten as a whole: nothing has to be sought out to make room. */
export function createItemCache(bytesMax = BYTES_MAX): ItemCache {
  let older = new Map<string, StoredItem>();
  let newer = new Map<string, StoredItem>();
  let newerBytes = 0;
  return {
    get(place) {
      const name = nameOf(place);
      return newer.get(name) ?? older.get(name);
    },
    forget(place) {
      const name = nameOf(place);
      newer.delete(name);
      older.delete(name);
    },
    keep(place, stored) {
      newer.set(nameOf(place), stored);
      // What is kept again counts again: that only makes room sooner.
      newerBytes += stored.bytes;
      if (newerBytes <= bytesMax / 2) return;
      [older, newer, newerBytes] = [newer, new Map(), 0];
    },
  };
}

/** The id of a table is never given again. */
function nameOf({ table, key: { partition, sort } }: ItemPlace): string {
  return `${table.id} ${partition.length} ${partition.toString('latin1')}${sort.toString('latin1')}`;
}
