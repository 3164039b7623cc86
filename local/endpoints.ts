import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What other programs on this machine need to know of the running pipeline: <LOCAL_DIR>/endpoints.json. */
export interface Endpoints {
  readonly pid: number;
  readonly webhooks: string;
  readonly aws: string;
  readonly lambda: string;
  readonly region: string;
  /** Short name → full Lambda function name. */
  readonly functions: Readonly<Record<string, string>>;
  /** Short name → the variables that the template gives the function. */
  readonly environment: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Queue name → URL. */
  readonly queues: Readonly<Record<string, string>>;
  /** Topic name → ARN. */
  readonly topics: Readonly<Record<string, string>>;
  /** Logical id → bucket name. */
  readonly buckets: Readonly<Record<string, string>>;
  /** Logical id → table name. */
  readonly tables: Readonly<Record<string, string>>;
  /** The rows of custom.workers: who is subscribed to what, and where its results lie. */
  readonly workers: Readonly<Record<string, unknown>>;
}

const fileIn = (directory: string) => join(directory, 'endpoints.json');

/** Written in one step, so that whoever waits for the file never reads half of it. */
export async function writeEndpoints(directory: string, endpoints: Endpoints): Promise<void> {
  const file = fileIn(directory);
  await writeFile(`${file}.new`, `${JSON.stringify(endpoints, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

/** Nothing runs any more, or not yet: callers read the absence. */
export async function removeEndpoints(directory: string): Promise<void> {
  await rm(fileIn(directory), { force: true });
}
