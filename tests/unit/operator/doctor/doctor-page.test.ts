import { readdirSync, readFileSync } from 'node:fs';
import { doctorPage } from '../../../../operator/doctor/doctor-page.ts';
import { rules } from '../../../../operator/doctor/rules/index.ts';

test('docs/doctor.md is what the rules say now: node operator/doctor/write-docs.ts --write', () => {
  expect(readFileSync('docs/doctor.md', 'utf8') === doctorPage(rules)).toBe(true);
});

test('every file of rules/ is in the list, under its own name', () => {
  const files = readdirSync('operator/doctor/rules').filter((file) => file !== 'index.ts');
  expect(rules.map(({ name }) => `${name}.ts`).toSorted()).toEqual(files.toSorted());
});
