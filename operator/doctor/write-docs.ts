// `node operator/doctor/write-docs.ts [--write]`: makes docs/doctor.md, or says whether it is up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { doctorPage } from './doctor-page.ts';
import { rules } from './rules/index.ts';

const FILE = join(import.meta.dirname, '..', '..', 'docs', 'doctor.md');

const page = doctorPage(rules);
if (process.argv.includes('--write')) {
  writeFileSync(FILE, page);
  console.log('Wrote docs/doctor.md.');
} else if (existsSync(FILE) && readFileSync(FILE, 'utf8') === page) {
  console.log('docs/doctor.md is up to date.');
} else {
  console.error('docs/doctor.md is out of date: run this again with --write.');
  process.exitCode = 1;
}
