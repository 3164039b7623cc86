import type { ClientSettings } from '#shared/aws/client-settings.ts';
import type { ObjectListing, Objects } from '#shared/ports.ts';
import type { CallOut } from './call-out.ts';
import type { Endpoint } from './endpoint.ts';
import type { Bucket } from './bucket.ts';

export interface ObjectsPortPorts {
  readonly bucket: Bucket;
  readonly endpoint: Endpoint;
  readonly callOut: CallOut;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
const PAGE_KEYS = 1000;

export function objectsPort({ bucket, endpoint, callOut }: ObjectsPortPorts, settings: ClientSettings): Objects {
  const { store } = bucket;
  const call = <Answer>(operation: string, key: string, effect: () => Answer) =>
    callOut({ endpoint, operation, key, settings, effect });
  return {
    bucket: bucket.name,
    put: (key, bytes, type) => call('PutObject', key, () => bucket.put(key, bytes, type)),
    // Repeated after its own success was lost it is `present`, as on S3.
    putIfAbsent: (key, bytes, type) => call('PutObject', key, () => bucket.putIfAbsent(key, bytes, type)),
    // Likewise `changed`.
    putIfUnchanged: (key, etag, bytes, type) =>
      call('PutObject', key, () => store.putIfUnchanged(key, etag, bytes, type)),
    get: (key) => call('GetObject', key, () => store.get(key)),
    getIfChanged: (key, etag) => call('GetObject', key, () => store.getIfChanged(key, etag)),
    remove: (key) => call('DeleteObject', key, () => store.remove(key)),
    async *list(prefix, after = '') {
      let last = after;
      for (;;) {
        const page: readonly ObjectListing[] = await call('ListObjectsV2', prefix, () =>
          store.list(prefix, last, PAGE_KEYS),
        );
        yield* page;
        if (page.length < PAGE_KEYS) return;
        last = page.at(-1)?.key ?? last;
      }
    },
  };
}
