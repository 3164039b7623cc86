import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';

/** What carries development secrets to an address read from a file must not leave this machine. */
const loopbackUrl = v.pipe(
  v.string(),
  v.url(),
  v.check(
    (url) => /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(URL.parse(url)?.hostname ?? ''),
    'it is not on this machine',
  ),
);

const workerSchema = v.object({
  types: v.optional(v.array(v.string())),
  sources: v.optional(v.array(v.string())),
  resultsPrefix: v.optional(v.string()),
  results: v.optional(v.picklist(['batch', 'event'])),
});

/** What a command needs of the running pipeline's endpoints.json. */
const endpointsSchema = v.object({
  webhooks: loopbackUrl,
  aws: loopbackUrl,
  lambda: loopbackUrl,
  region: v.string(),
  /** Logical id → bucket name. */
  buckets: v.record(v.string(), v.string()),
  /** Short name → the function's full name. */
  functions: v.record(v.string(), v.string()),
  /** The rows of custom.workers. */
  workers: v.record(v.string(), workerSchema),
});

const notJson = 'it is no JSON';

export type Endpoints = v.InferOutput<typeof endpointsSchema>;
export type WorkerRow = v.InferOutput<typeof workerSchema>;

/** Where the pipeline writes its endpoints: LOCAL_DIR, else `.local` beside serverless.yml. */
export function localDirectory(environment: NodeJS.ProcessEnv): string {
  return resolve(environment['LOCAL_DIR'] || join(import.meta.dirname, '..', '..', '.local'));
}

/** @throws {CommandError} when there is none, or when it is not a pipeline of this machine */
export function readEndpoints(directory: string): Endpoints {
  const file = join(directory, 'endpoints.json');
  if (!existsSync(file)) throw nothingRuns();
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson({}, notJson), endpointsSchema), readFileSync(file, 'utf8'));
  if (parsed.success) return parsed.output;
  const places = parsed.issues
    .map((issue) => [v.getDotPath(issue), issue.message].filter((part) => part !== null).join(': '))
    .join('; ');
  throw new CommandError(
    exitCode.notRunning,
    `${file} is not of a pipeline that runs here (${places}): restart \`npm start\`.`,
  );
}

/** @param cause what showed it, where something had to fail for it */
export const nothingRuns = (cause?: unknown) =>
  new CommandError(
    exitCode.notRunning,
    'The pipeline does not run here: start it with `npm start` in another terminal.',
    { cause },
  );
