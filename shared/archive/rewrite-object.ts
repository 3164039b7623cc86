import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import { redactError } from '../lambda/redact-error.ts';
import type { Objects } from '../ports.ts';
import { readLines } from './read-lines.ts';

/** Only another erasure writes such an object: the next attempt nearly always decides. */
const ATTEMPTS_MAX = 5;

export interface Rewriting {
  readonly key: string;
  readonly isErased: (text: string) => boolean;
  /** For how long the rest of it is kept from now on. @param text one of the lines that stay, if any of them is a JSON object */
  readonly retentionDays: (text: string | undefined) => number | undefined;
}

type Rewritten = { readonly erased: number } | { readonly damage: string };

/**
 * One gzipped NDJSON object without some of its lines, or gone where none stays. Whoever reads it meanwhile sees it as it
 * was or as it is. One that is damaged is left as it is.
 */
export async function rewriteObject(
  { key, isErased, retentionDays }: Rewriting,
  results: Pick<Objects, 'get' | 'putIfUnchanged' | 'remove'>,
): Promise<Rewritten> {
  let erasedBefore = 0;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    // oxlint-disable no-await-in-loop -- each attempt answers the one before
    const stored = await results.get(key);
    if (stored === 'missing') return { erased: erasedBefore };
    const rest = await withoutLines(stored.bytes, isErased).catch((error: unknown) => ({
      damage: redactError(error).message,
    }));
    if ('damage' in rest) return rest;
    const erased = Math.max(erasedBefore, rest.erased);
    if (rest.erased === 0) return { erased };
    erasedBefore = erased;
    if (rest.kept === 0) {
      await results.remove(key);
      return { erased };
    }
    const days = retentionDays(rest.sample);
    const type = { contentType: 'application/x-ndjson', contentEncoding: 'gzip' };
    const kept = days === undefined ? type : { ...type, retentionDays: days };
    if ((await results.putIfUnchanged(key, stored.etag, rest.bytes, kept)) === 'stored') return { erased };
    // oxlint-enable no-await-in-loop
  }
  throw new Error(`${key} was written by others ${ATTEMPTS_MAX} times in a row`);
}

interface Rest {
  readonly erased: number;
  readonly kept: number;
  readonly bytes: Buffer;
  /** One of the lines that stay, and that can be read. */
  readonly sample: string | undefined;
}

/** Packed again line by line: unpacked, an object may have hundreds of megabytes. */
async function withoutLines(bytes: Buffer, isErased: (text: string) => boolean): Promise<Rest> {
  const packed = createGzip();
  const chunks: Buffer[] = [];
  packed.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(packed, 'end');
  let [erased, kept] = [0, 0];
  let sample: string | undefined;
  for await (const { text } of readLines(bytes)) {
    if (isErased(text)) {
      erased += 1;
      continue;
    }
    kept += 1;
    if (sample === undefined && isJsonObject(text)) sample = text;
    if (!packed.write(`${text}\n`)) await once(packed, 'drain');
  }
  packed.end();
  await ended;
  return { erased, kept, bytes: Buffer.concat(chunks), sample };
}

/** Lines of a worker's own format, and damaged ones, stay as they are, and say nothing of retention. */
function isJsonObject(text: string): boolean {
  if (!text.trimStart().startsWith('{')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    // The next line may be one.
    return false;
  }
}
