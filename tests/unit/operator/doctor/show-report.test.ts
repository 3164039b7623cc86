import { showReport } from '../../../../operator/commands/doctor/show-report.ts';
import type { DoctorReport } from '../../../../operator/doctor/run-doctor.ts';

const finding = {
  rule: 'tls-only',
  reason: 'It can be read.',
  severity: 'error',
  what: 'no policy',
  fix: 'Add one.',
} as const;
const report: DoctorReport = {
  stage: 'prod',
  findings: [
    { ...finding, where: 'OneQueue, a.yml' },
    { ...finding, where: 'OtherQueue, b.yml' },
    { ...finding, rule: 'runtime-supported', severity: 'warning', where: 'Ingest, c.yml' },
  ],
  checked: ['tls-only', 'runtime-supported'],
  notChecked: [{ rule: 'secrets-present', why: 'you may not' }],
  notes: [],
};

function shown(asJson: boolean): string {
  const written: string[] = [];
  showReport(report, asJson, { write: (text) => void written.push(text), paint: (_, text) => text, columns: 80 });
  return written.join('');
}

test('a mistake in several places is told once, with its reason, and what was not looked at stands below', () => {
  expect(shown(false).split('\n')).toEqual([
    'tls-only',
    '  It can be read.',
    '  error OneQueue, a.yml',
    '  error OtherQueue, b.yml',
    '    no policy',
    '    → Add one.',
    '',
    'runtime-supported',
    '  It can be read.',
    '  warning Ingest, c.yml',
    '    no policy',
    '    → Add one.',
    '',
    'not checked',
    '  secrets-present: you may not',
    'prod: 2 errors, 1 warning; 2 rules checked, 1 rule not or only in part.',
    '',
  ]);
});

test('as JSON each line says what it is', () => {
  const lines = shown(true)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ kind }) => kind)).toEqual(['finding', 'finding', 'finding', 'not-checked', 'summary']);
  expect(lines.at(-1)).toMatchObject({ stage: 'prod', errors: 2, warnings: 1, notChecked: 1 });
});
