import { gunzipSync } from 'node:zlib';
import type { Endpoints } from '../../local/endpoints.ts';

/** One event's result of one worker. */
export interface StoredResult {
  readonly eventId: string;
  /** When its object was stored, in milliseconds since 1970: what somebody who looks for the result can see. */
  readonly storedAt: number;
}

/** Results that were stored since then, read from outside as anybody could: one object may hold many. */
export async function storedResults({ aws, buckets }: Endpoints, since: number): Promise<readonly StoredResult[]> {
  const bucket = `${aws}/${buckets['ResultsBucket']}`;
  const results: StoredResult[] = [];
  for await (const { key, storedAt } of listObjects(bucket)) {
    if (storedAt < since) continue;
    const bytes = Buffer.from(await (await fetch(`${bucket}/${encodeURI(key)}`)).arrayBuffer());
    const text = (isGzip(bytes) ? gunzipSync(bytes) : bytes).toString();
    results.push(...eventIdsIn(text).map((eventId) => ({ eventId, storedAt })));
  }
  return results;
}

async function* listObjects(bucket: string) {
  for (let token: string | undefined = ''; token !== undefined;) {
    const from: string = token === '' ? '' : `&continuation-token=${encodeURIComponent(token)}`;
    const xml = await (await fetch(`${bucket}?list-type=2${from}`)).text();
    for (const [, key = '', modified = ''] of xml.matchAll(
      /<Key>([^<]*)<\/Key>.*?<LastModified>([^<]*)<\/LastModified>/gs,
    )) {
      yield { key, storedAt: Date.parse(modified) };
    }
    token = /<NextContinuationToken>([^<]*)</.exec(xml)?.[1];
  }
}

const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Of a line each, or of one object: archived events name themselves `id`, results name their event. */
function eventIdsIn(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => {
      const { eventId, id } = JSON.parse(line);
      return String(eventId ?? id);
    });
}
