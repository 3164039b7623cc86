import { createHash } from 'node:crypto';
import type { Objects, StoredObject } from '#shared/ports.ts';

export interface MemoryObjects extends Objects {
  readonly stored: Map<
    string,
    { readonly bytes: Buffer; readonly contentType?: string; readonly contentEncoding?: string }
  >;
  /** What was asked of the store, in order: `put some/key`. */
  readonly calls: string[];
  failWith(error: Error | undefined): void;
}

export function memoryObjects(bucket = 'results'): MemoryObjects {
  const stored: MemoryObjects['stored'] = new Map();
  const calls: string[] = [];
  let failure: Error | undefined;
  const called = (call: string) => {
    calls.push(call);
    if (failure) throw failure;
  };
  const read = (key: string): StoredObject | 'missing' => {
    const bytes = stored.get(key)?.bytes;
    return bytes ? { bytes, etag: `"${createHash('md5').update(bytes).digest('hex')}"` } : 'missing';
  };
  return {
    bucket,
    stored,
    calls,
    failWith(error) {
      failure = error;
    },
    async put(key, bytes, type) {
      called(`put ${key}`);
      stored.set(key, { bytes: Buffer.from(bytes), ...type });
    },
    async putIfAbsent(key, bytes, type) {
      called(`putIfAbsent ${key}`);
      if (stored.has(key)) return 'present';
      stored.set(key, { bytes: Buffer.from(bytes), ...type });
      return 'stored';
    },
    async get(key) {
      called(`get ${key}`);
      return read(key);
    },
    async getIfChanged(key, etag) {
      called(`getIfChanged ${key}`);
      const found = read(key);
      return found !== 'missing' && found.etag === etag ? 'unchanged' : found;
    },
    async remove(key) {
      called(`remove ${key}`);
      stored.delete(key);
    },
    async *list(prefix, after = '') {
      called(`list ${prefix}`);
      for (const key of [...stored.keys()].toSorted()) {
        if (key.startsWith(prefix) && key > after) yield { key, bytes: stored.get(key)?.bytes.length ?? 0 };
      }
    },
  };
}
