import { fileURLToPath } from 'node:url';
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { createFunctionBench } from '../../functions/function-bench.ts';
import { measureProcess } from '../../measure-process.ts';
import type { BenchContext } from '../../row.ts';

const program = fileURLToPath(new URL('./ingest-program.cjs', import.meta.url));
const sources = new URL('../../../local/sources.json', import.meta.url);
const BODY_BYTES = 4096;

const looksSchema = v.array(
  v.object({ webhooks: v.number(), heapBytes: v.number(), externalBytes: v.number(), rssBytes: v.number() }),
);
export type Look = v.InferOutput<typeof looksSchema>[number];

/** What the packaged ingest of stage prod holds after so many webhooks, its AWS answered at the socket. */
export async function ingestMemory(context: BenchContext, looks: readonly number[]): Promise<readonly Look[]> {
  const { functions, stub } = await createFunctionBench(context);
  try {
    const ingest = functions.find(({ name }) => name === 'ingest');
    if (!ingest) throw new Error('There is no function ingest.');
    const { github } = v.parse(
      v.object({ github: v.object({ secrets: v.tuple([v.string()]) }) }),
      JSON.parse(await readFile(sources, 'utf8')),
    );
    const asked = { bundle: ingest.bundle, secret: github.secrets[0], looks, bodyBytes: BODY_BYTES };
    const { stdout } = await measureProcess({
      args: ['--expose-gc', program, JSON.stringify(asked)],
      env: ingest.environment(stub.url),
      signal: context.signal,
    });
    return v.parse(looksSchema, JSON.parse(stdout));
  } finally {
    await stub.close();
  }
}
