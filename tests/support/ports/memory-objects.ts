import type { Objects } from '#shared/ports.ts';
import { createObjectStore, type ObjectStore } from './object-store.ts';

export interface MemoryObjects extends Objects {
  readonly stored: ObjectStore['stored'];
  /** What was asked of the store, in order: `put some/key`. */
  readonly calls: string[];
  failWith(error: Error | undefined): void;
}

export function memoryObjects(bucket = 'results'): MemoryObjects {
  const store = createObjectStore();
  const calls: string[] = [];
  let failure: Error | undefined;
  const called = (call: string) => {
    calls.push(call);
    if (failure) throw failure;
  };
  return {
    bucket,
    stored: store.stored,
    calls,
    failWith(error) {
      failure = error;
    },
    async put(key, bytes, type) {
      called(`put ${key}`);
      store.put(key, bytes, type);
    },
    async putIfAbsent(key, bytes, type) {
      called(`putIfAbsent ${key}`);
      return store.putIfAbsent(key, bytes, type);
    },
    async putIfUnchanged(key, etag, bytes, type) {
      called(`putIfUnchanged ${key}`);
      return store.putIfUnchanged(key, etag, bytes, type);
    },
    async get(key) {
      called(`get ${key}`);
      return store.get(key);
    },
    async getIfChanged(key, etag) {
      called(`getIfChanged ${key}`);
      return store.getIfChanged(key, etag);
    },
    async remove(key) {
      called(`remove ${key}`);
      store.remove(key);
    },
    async *list(prefix, after = '') {
      called(`list ${prefix}`);
      yield* store.list(prefix, after);
    },
  };
}
