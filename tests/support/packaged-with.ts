import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from './local-pipeline.ts';
import { packagedDirectory } from './packaged.ts';

/** The packaged service with a changed template. */
export function packagedWith(change: (template: { Resources: Record<string, unknown> }) => void): string {
  const directory = temporaryDirectory();
  cpSync(packagedDirectory('local'), directory, { recursive: true });
  const file = join(directory, 'cloudformation-template-update-stack.json');
  const template = JSON.parse(readFileSync(file, 'utf8'));
  change(template);
  writeFileSync(file, JSON.stringify(template));
  return directory;
}
