import { hash } from 'node:crypto';
import type { ObjectListing, ObjectType, StoredObject } from '#shared/ports.ts';

/** Where objects lie, without anything between them and who asks. */
export interface ObjectStore {
  readonly stored: Map<string, { readonly bytes: Buffer } & Partial<ObjectType>>;
  put(key: string, bytes: Buffer, type: ObjectType): void;
  putIfAbsent(key: string, bytes: Buffer, type: ObjectType): 'stored' | 'present';
  putIfUnchanged(key: string, etag: string, bytes: Buffer, type: ObjectType): 'stored' | 'changed';
  get(key: string): StoredObject | 'missing';
  getIfChanged(key: string, etag: string): StoredObject | 'missing' | 'unchanged';
  remove(key: string): void;
  /** From behind `after` on; all of them unless so many at most. */
  list(prefix: string, after: string, countMax?: number): readonly ObjectListing[];
}

export function createObjectStore(): ObjectStore {
  const stored: ObjectStore['stored'] = new Map();
  const get = (key: string): StoredObject | 'missing' => {
    const bytes = stored.get(key)?.bytes;
    return bytes ? { bytes, etag: `"${hash('md5', bytes, 'hex')}"` } : 'missing';
  };
  const put = (key: string, bytes: Buffer, type: ObjectType) => {
    stored.set(key, { bytes: Buffer.from(bytes), ...type });
  };
  return {
    stored,
    get,
    put,
    putIfAbsent(key, bytes, type) {
      if (stored.has(key)) return 'present';
      put(key, bytes, type);
      return 'stored';
    },
    putIfUnchanged(key, etag, bytes, type) {
      const found = get(key);
      if (found === 'missing' || found.etag !== etag) return 'changed';
      put(key, bytes, type);
      return 'stored';
    },
    getIfChanged(key, etag) {
      const found = get(key);
      return found !== 'missing' && found.etag === etag ? 'unchanged' : found;
    },
    remove(key) {
      stored.delete(key);
    },
    list(prefix, after, countMax = Infinity) {
      const afterUtf8 = Buffer.from(after);
      const listed: { readonly utf8: Buffer; readonly listing: ObjectListing }[] = [];
      for (const key of stored.keys()) {
        if (!key.startsWith(prefix)) continue;
        const utf8 = Buffer.from(key);
        const bytes = stored.get(key)?.bytes.length ?? 0;
        if (Buffer.compare(utf8, afterUtf8) > 0) listed.push({ utf8, listing: { key, bytes } });
      }
      // S3 orders keys by their UTF-8, which differs from the order of UTF-16 beyond the first plane.
      listed.sort((one, other) => Buffer.compare(one.utf8, other.utf8));
      return listed.slice(0, countMax).map(({ listing }) => listing);
    },
  };
}
