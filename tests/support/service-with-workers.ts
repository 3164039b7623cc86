import { hash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { lock } from 'proper-lockfile';
import { packageService } from '../../local/package-service.ts';
import { temporaryDirectory } from './local-pipeline.ts';
import { packagedDirectory } from './packaged.ts';

/** The service as it is packaged for stage local, with more workers. */
export interface TestService {
  readonly directory: string;
  /** Where `sls package` wrote the template. */
  readonly packaged: string;
}

const fixtures = 'tests/fixtures/workers';
const copied = [
  'serverless.yml',
  'package.json',
  'tsconfig.json',
  'functions',
  'shared',
  'template',
  'local',
  'events',
];

/**
 * A temporary copy of the service with workers of tests/fixtures/workers, packaged. They are built, subscribed and run as
 * any other worker; only their folder in functions/workers leads back to the fixture. What was packaged is shared by all
 * files that ask for the same rows, and may not be changed.
 * @param rows worker → its row of custom.workers
 */
export async function serviceWithWorkers(
  rows: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Promise<TestService> {
  const directory = temporaryDirectory();
  for (const name of copied) cpSync(name, join(directory, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
  cpSync(fixtures, join(directory, fixtures), { recursive: true });
  for (const name of Object.keys(rows)) addFolder(directory, name);
  addRows(join(directory, 'serverless.yml'), rows);
  return { directory, packaged: await packagedOnce(directory, hash('sha256', JSON.stringify(rows))) };
}

/** A packaging may wait for another test's, which takes seconds alone and much longer beside others. */
const IN_TURN = { minTimeout: 200, maxTimeout: 500, retries: 600 };

/** Beside what was packaged for this run, and removed with it. */
async function packagedOnce(directory: string, name: string): Promise<string> {
  const folder = join(dirname(packagedDirectory('local')), 'with-workers');
  const packaged = join(folder, name);
  mkdirSync(folder, { recursive: true });
  const release = await lock(folder, { lockfilePath: `${packaged}.lock`, retries: IN_TURN });
  try {
    if (existsSync(packaged)) return packaged;
    // One that was broken off must not look like one that is done.
    const unfinished = join(directory, 'packaged');
    await packageService(directory, unfinished);
    renameSync(unfinished, packaged);
    return packaged;
  } finally {
    await release();
  }
}

function addFolder(directory: string, name: string): void {
  const folder = join(directory, 'functions', 'workers', name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'handler.ts'), `export { handler } from '../../../${fixtures}/${name}/handler.ts';\n`);
}

/** JSON is YAML, so a row needs no writer of its own. */
function addRows(file: string, rows: Readonly<Record<string, unknown>>): void {
  const heading = '\n  workers:\n';
  const text = readFileSync(file, 'utf8');
  if (text.split(heading).length !== 2) throw new Error('serverless.yml has no single list of custom.workers');
  const lines = Object.entries(rows).map(([name, row]) => `    ${name}: ${JSON.stringify(row)}\n`);
  writeFileSync(
    file,
    text.replace(heading, () => heading + lines.join('')),
  );
}
