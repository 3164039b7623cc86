import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchContext } from '../row.ts';
import { startAwsStub, type AwsStub } from './aws-stub.ts';
import { packagedFunctions, type PackagedFunction } from './packaged-functions.ts';
import { writeEvents } from './write-events.ts';

/** As many as a shop has: every source that there is would be measured as what a start costs. */
const SOURCES = ['github', 'shopify', 'stripe'];

/** The functions of stage prod, what they are invoked with, and an AWS that answers at once. */
export interface FunctionBench {
  readonly functions: readonly PackagedFunction[];
  readonly stub: AwsStub;
  readonly eventFile: (name: string, batchSize?: number) => Promise<string>;
}

export async function createFunctionBench({ packaged, scratch }: BenchContext): Promise<FunctionBench> {
  const functions = await packagedFunctions(packaged.prod, join(scratch, 'functions'));
  const sources: Record<string, unknown> = JSON.parse(
    await readFile(new URL('../../local/sources.json', import.meta.url), 'utf8'),
  );
  const file = join(scratch, 'sources.json');
  await writeFile(file, JSON.stringify(Object.fromEntries(SOURCES.map((name) => [name, sources[name]]))));
  const eventFile = await writeEvents({
    functions: functions.map(({ name }) => name),
    stage: 'prod',
    directory: join(scratch, 'events'),
  });
  return { functions, stub: await startAwsStub(file), eventFile };
}
