import { pMapIterable } from 'p-map';
import { redactError } from '../lambda/redact-error.ts';
import type { ObjectListing, Objects } from '../ports.ts';
import { readLines } from './read-lines.ts';

/** Fetched before their turn: it hides S3's latency, and each is 20 MB at the worst. */
const OBJECTS_AHEAD = 4;

/** One line, or what keeps an object or the rest of it from being read. */
export type ObjectLine =
  | { readonly key: string; readonly line: number; readonly text: string }
  | { readonly key: string; readonly line?: number; readonly damage: string };

/** All lines of these objects in their order. One that is damaged or gone says so in its place and hides none of the others. */
export async function* readObjects(
  listed: AsyncIterable<ObjectListing>,
  objects: Pick<Objects, 'get'>,
): AsyncGenerator<ObjectLine> {
  const fetched = pMapIterable(listed, async ({ key }) => ({ key, stored: await objects.get(key) }), {
    concurrency: OBJECTS_AHEAD,
    backpressure: OBJECTS_AHEAD,
  });
  for await (const { key, stored } of fetched) {
    if (stored === 'missing') yield { key, damage: 'it was listed and is gone' };
    else yield* linesOf(key, stored.bytes);
  }
}

async function* linesOf(key: string, bytes: Buffer): AsyncGenerator<ObjectLine> {
  let last = 0;
  try {
    for await (const { number, text } of readLines(bytes)) {
      last = number;
      yield { key, line: number, text };
    }
  } catch (error) {
    yield { key, damage: `it cannot be read behind line ${last}: ${redactError(error).message}` };
  }
}
