import type { EmulatorContext } from '../../emulator-context.ts';
import type { StoredObject } from './find-object.ts';

interface ListOptions {
  readonly bucket: string;
  readonly prefix: string;
  /** Empty for none. */
  readonly delimiter: string;
  /** Keys up to and including this one are left out; empty for none. */
  readonly after: string;
  readonly max: number;
}

interface Listing {
  readonly objects: readonly StoredObject[];
  readonly commonPrefixes: readonly string[];
  /** The last key that this page covers; set when there is more. */
  readonly next: string | undefined;
}

const rowsAtOnce = 1000;

/** One page of keys in order of their UTF-8 bytes; keys that share a prefix up to the delimiter count as one. */
export function listKeys(context: EmulatorContext, options: ListOptions): Listing {
  const objects: StoredObject[] = [];
  const commonPrefixes: string[] = [];
  let last = options.after;
  for (const object of objectsAfter(context, options)) {
    const commonPrefix = commonPrefixOf(object.key, options);
    const isCovered = commonPrefix !== undefined && commonPrefix === commonPrefixes.at(-1);
    if (!isCovered && objects.length + commonPrefixes.length >= options.max) {
      return { objects, commonPrefixes, next: last };
    }
    if (commonPrefix === undefined) objects.push(object);
    else if (!isCovered) commonPrefixes.push(commonPrefix);
    last = object.key;
  }
  return { objects, commonPrefixes, next: undefined };
}

function* objectsAfter(context: EmulatorContext, { bucket, prefix, after }: ListOptions): Generator<StoredObject> {
  let from = after;
  for (;;) {
    const rows = context.database.all<StoredObject>(
      `SELECT * FROM objects WHERE bucket = ? AND is_latest = 1 AND is_delete_marker = 0 AND key > ? AND key >= ?
       ORDER BY key LIMIT ${rowsAtOnce}`,
      bucket,
      from,
      prefix,
    );
    for (const row of rows) {
      if (!row.key.startsWith(prefix)) return;
      yield row;
    }
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) return;
    from = last.key;
  }
}

function commonPrefixOf(key: string, { prefix, delimiter }: ListOptions): string | undefined {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}
