import { createObjectStore, type ObjectStore } from '../../support/ports/object-store.ts';
import type { BucketName } from './world.ts';

/** A bucket that notes what was written over although it may be written only once. */
export interface Bucket extends Pick<ObjectStore, 'put' | 'putIfAbsent'> {
  readonly name: BucketName;
  readonly store: ObjectStore;
  readonly overwritten: ReadonlySet<string>;
  /** Told of every key in the moment in which it is written. */
  readonly onStored: (see: (key: string) => void) => void;
}

/** What lies here is its own marker. */
const WRITTEN_ONCE = 'ledger/';

export function createBucket(name: BucketName): Bucket {
  const store = createObjectStore();
  const overwritten = new Set<string>();
  const watchers: ((key: string) => void)[] = [];
  return {
    name,
    store,
    overwritten,
    put(key, bytes, type) {
      if (key.startsWith(WRITTEN_ONCE) && store.stored.has(key)) overwritten.add(key);
      store.put(key, bytes, type);
      for (const see of watchers) see(key);
    },
    putIfAbsent(key, bytes, type) {
      const outcome = store.putIfAbsent(key, bytes, type);
      if (outcome === 'stored') for (const see of watchers) see(key);
      return outcome;
    },
    onStored: (see) => void watchers.push(see),
  };
}
