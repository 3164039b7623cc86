import type { Terminal } from '../../terminal/terminal.ts';
import type { CaseVerdict } from './signature-case.ts';

type Screen = Pick<Terminal, 'write' | 'paint'>;

/** One request a line, under the file that it stands in. */
export function showVerdicts(file: string, verdicts: readonly CaseVerdict[], { write, paint }: Screen): void {
  const providers = [...new Set(verdicts.map(({ provider }) => provider))].join(', ');
  write(`${paint('bold', harmless(file))} ${paint('dim', harmless(providers))}\n`);
  const width = Math.max(0, ...verdicts.map(({ name }) => name.length));
  for (const { name, actual, reason, agrees, expected } of verdicts) {
    const verdict = paint(agrees ? 'green' : 'red', actual ? 'valid  ' : 'invalid');
    const surprise = agrees || expected === null ? '' : paint('red', ` Expected: ${expected ? 'valid' : 'invalid'}.`);
    write(`  ${verdict}  ${harmless(name.padEnd(width))}  ${harmless(reason)}${surprise}\n`);
  }
}

export function showSummary(verdicts: readonly CaseVerdict[], { write, paint }: Screen): void {
  const valid = verdicts.filter(({ actual }) => actual).length;
  const others = verdicts.filter(({ agrees, expected }) => !agrees && expected !== null).length;
  const counts = `${verdicts.length} ${verdicts.length === 1 ? 'request' : 'requests'}: ${valid} valid, ${verdicts.length - valid} invalid`;
  write(`${counts}${others === 0 ? '' : `, ${paint('red', `${others} not as expected`)}`}\n`);
}

/** A file may be anybody's, and a terminal acts on what is not printable. */
const harmless = (text: string) => text.replace(/[\p{Cc}\p{Cf}]/gu, '?');
