import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packageService } from '../../local/package-service.ts';
import { temporaryDirectory } from './local-pipeline.ts';

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
 * any other worker; only their folder in functions/workers leads back to the fixture.
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
  const packaged = join(directory, 'packaged');
  await packageService(directory, packaged);
  return { directory, packaged };
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
