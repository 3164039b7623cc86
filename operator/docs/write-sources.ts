// `node operator/docs/write-sources.ts [--write]`: makes docs/sources.md, or says whether it is up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSenders } from './read-senders.ts';
import { sourcesPage } from './sources-page.ts';

const FILE = join(import.meta.dirname, '..', '..', 'docs', 'sources.md');

const page = sourcesPage(await readSenders());
if (process.argv.includes('--write')) {
  writeFileSync(FILE, page);
  console.log('Wrote docs/sources.md.');
} else if (existsSync(FILE) && readFileSync(FILE, 'utf8') === page) {
  console.log('docs/sources.md is up to date.');
} else {
  console.error('docs/sources.md is out of date: run this again with --write.');
  process.exitCode = 1;
}
