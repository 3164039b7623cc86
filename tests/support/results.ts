import { gunzipSync } from 'node:zlib';
import { localObjects } from './local-objects.ts';
import type { Endpoints } from '../../local/endpoints.ts';

/** The id of the event that a kept line is of: a result names it, an archive line is a CloudEvent of that id. */
export const eventIdOf = (line: Readonly<Record<string, unknown>>): string => String(line['eventId'] ?? line['id']);

/** Every line that lies under the prefix of a worker's results, however often its event was worked on. */
export async function readResults(
  endpoints: Endpoints,
  prefix: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const objects = localObjects(endpoints, 'ResultsBucket');
  const lines: Record<string, unknown>[] = [];
  for await (const { key } of objects.list(`${prefix}date=`)) {
    const stored = await objects.get(key);
    if (stored === 'missing') throw new Error(`${key} was listed and is gone`);
    const texts = gunzipSync(stored.bytes).toString('utf8').split('\n').filter(Boolean);
    lines.push(...texts.map((text) => JSON.parse(text) as Record<string, unknown>));
  }
  return lines;
}
