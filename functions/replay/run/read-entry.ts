import * as v from 'valibot';
import type { Objects } from '#shared/ports.ts';

/** @throws where the object is gone or is none of ours */
export async function readEntry<Schema extends v.GenericSchema>(
  results: Pick<Objects, 'get'>,
  key: string,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const stored = await results.get(key);
  if (stored === 'missing') throw new Error(`${key} is not in the bucket`);
  return v.parse(schema, JSON.parse(stored.bytes.toString('utf8')));
}

/** Asked by a list: of a key that is not there S3 says that it is forbidden, unless one may list the whole bucket. */
export async function readIfThere<Schema extends v.GenericSchema>(
  results: Pick<Objects, 'get' | 'list'>,
  key: string,
  schema: Schema,
): Promise<v.InferOutput<Schema> | undefined> {
  for await (const listed of results.list(key)) if (listed.key === key) return readEntry(results, key, schema);
  return undefined;
}
