import { createObjectStore, type ObjectStore } from '../../support/ports/object-store.ts';
import type { BucketName } from './world.ts';

/** A bucket that notes what was written over although it may be written only once. */
export interface Bucket extends Pick<ObjectStore, 'put' | 'putIfAbsent'> {
  readonly name: BucketName;
  readonly store: ObjectStore;
  readonly overwritten: ReadonlySet<string>;
}

/** What lies here is its own marker. */
const WRITTEN_ONCE = 'ledger/';

export function createBucket(name: BucketName): Bucket {
  const store = createObjectStore();
  const overwritten = new Set<string>();
  return {
    name,
    store,
    overwritten,
    put(key, bytes, type) {
      if (key.startsWith(WRITTEN_ONCE) && store.stored.has(key)) overwritten.add(key);
      store.put(key, bytes, type);
    },
    putIfAbsent: (key, bytes, type) => store.putIfAbsent(key, bytes, type),
  };
}
