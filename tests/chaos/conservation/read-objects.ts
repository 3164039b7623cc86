import pMap from 'p-map';
import type { Endpoints } from '../../../local/endpoints.ts';
import { localObjects } from '../../support/local-objects.ts';

/** The emulator answers one request at a time; a few under way keep it busy. */
const AT_ONCE = 8;

/** Every object of the results bucket under the prefix, read by `read`. */
export async function readObjects<Read>(
  endpoints: Endpoints,
  prefix: string,
  read: (bytes: Buffer) => Read,
): Promise<readonly Read[]> {
  const objects = localObjects(endpoints, 'ResultsBucket');
  return pMap(
    objects.list(prefix),
    async ({ key }) => {
      const stored = await objects.get(key);
      if (stored === 'missing') throw new Error(`${key} was listed and is gone`);
      return read(stored.bytes);
    },
    { concurrency: AT_ONCE },
  );
}
