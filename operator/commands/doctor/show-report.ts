import type { DoctorReport, ReportedFinding } from '../../doctor/run-doctor.ts';
import type { Rule } from '../../doctor/rule.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { counted } from '../../terminal/whole.ts';
import { wrapColumns } from '../../terminal/wrap-columns.ts';
import { writeJson } from '../write-json.ts';

type Screen = Pick<Terminal, 'write' | 'paint' | 'columns'>;

const COLOURS = { error: 'red', warning: 'yellow' } as const;

/** Findings rule by rule, with the reason of each once; then what was not looked at, and a line that sums up. */
export function showReport(report: DoctorReport, asJson: boolean, screen: Screen): void {
  const { stage, findings, checked, notChecked, notes } = report;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  if (asJson) {
    for (const finding of findings) writeJson('finding', finding, screen);
    for (const note of notes) writeJson('note', note, screen);
    for (const one of notChecked) writeJson('not-checked', one, screen);
    writeJson('summary', { stage, errors, warnings, checked, notChecked: notChecked.length }, screen);
    return;
  }
  for (const rule of new Set(findings.map(({ rule }) => rule))) {
    showRule(
      findings.filter((finding) => finding.rule === rule),
      screen,
    );
  }
  for (const { rule, note } of notes) screen.write(`${screen.paint('bold', rule)}\n${note}\n\n`);
  if (notChecked.length > 0) screen.write(`${screen.paint('yellow', 'not checked')}\n`);
  for (const { rule, why } of notChecked) paragraph(`${rule}: ${why}`, 2, screen);
  const sum = `${stage}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  const looked = `${counted(checked.length, 'rule')} checked, ${counted(new Set(notChecked.map(({ rule }) => rule)).size, 'rule')} not or only in part`;
  screen.write(`${screen.paint(errors > 0 ? 'red' : 'green', sum)}; ${looked}.\n`);
}

function showRule(findings: readonly ReportedFinding[], screen: Screen): void {
  const [first] = findings;
  if (first === undefined) return;
  screen.write(`${screen.paint('bold', first.rule)}\n`);
  paragraph(first.reason, 2, screen);
  // The same mistake in ten places is told once.
  for (const alike of Map.groupBy(findings, ({ severity, what, fix }) => `${severity} ${what} ${fix}`).values()) {
    for (const { severity, where } of alike) screen.write(`  ${screen.paint(COLOURS[severity], severity)} ${where}\n`);
    for (const { what, fix } of alike.slice(0, 1)) {
      paragraph(what, 4, screen);
      paragraph(`→ ${fix}`, 4, screen);
    }
  }
  screen.write('\n');
}

function paragraph(text: string, indent: number, { write, columns }: Screen): void {
  for (const line of wrapColumns(text, columns - indent)) write(`${' '.repeat(indent)}${line}\n`);
}

export function showRules(rules: readonly Rule[], asJson: boolean, screen: Screen): void {
  for (const { name, reason } of rules) {
    if (asJson) writeJson('rule', { name, reason }, screen);
    else {
      screen.write(`${screen.paint('bold', name)}\n`);
      paragraph(reason, 2, screen);
    }
  }
}
