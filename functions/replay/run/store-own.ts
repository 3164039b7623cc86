import type { Objects } from '#shared/ports.ts';

const JSON_TYPE = { contentType: 'application/json' };

const toBytes = (entry: unknown) => Buffer.from(`${JSON.stringify(entry)}\n`);

/**
 * Stores what nobody else may have stored. A put whose answer was lost and that the SDK repeats finds its own.
 * @returns whether what is there now is what was to be stored
 */
export async function storeOwn(
  results: Pick<Objects, 'putIfAbsent' | 'get'>,
  key: string,
  entry: unknown,
): Promise<'stored' | 'of another'> {
  const bytes = toBytes(entry);
  if ((await results.putIfAbsent(key, bytes, JSON_TYPE)) === 'stored') return 'stored';
  const stored = await results.get(key);
  return stored !== 'missing' && stored.bytes.equals(bytes) ? 'stored' : 'of another';
}

export const overwrite = (results: Pick<Objects, 'put'>, key: string, entry: unknown) =>
  results.put(key, toBytes(entry), JSON_TYPE);
