import type { DeadLetterState } from '#shared/messages/dead-letter.ts';
import type { Group } from '#shared/messages/inspect-request.ts';
import { describeAge, toSecond } from '../../terminal/describe-time.ts';
import { fitColumns, plainLine } from '../../terminal/fit-columns.ts';
import { whole } from '../../terminal/whole.ts';
import { hooksLine } from '../hooks-line.ts';
import type { Session } from '../session.ts';

/** Of a group; the rest is one number. */
const NAMES_SHOWN_MAX = 4;

/** How many failed for one reason, since when, who is hurt, and what to paste. */
export function describeGroup(group: Group, state: DeadLetterState, { pipeline, terminal, clock }: Session): string {
  const { worker, count, firstAt, lastAt, sample, fingerprint, sources, types, impact } = group;
  const { paint, columns } = terminal;
  const now = clock.now();
  const seen = `first ${toSecond(firstAt)}, last ${toSecond(lastAt)} (${describeAge(lastAt, now)})`;
  const reason = sample ? `${sample.class}: ${sample.message}` : 'of no readable reason';
  const lines = [
    fit(`${whole(count)} × ${worker}, ${reason}`, columns),
    `  ${fit(seen, columns - 2)}`,
    ...(impact === undefined ? [] : [`  ${fit(impact, columns - 2)}`]),
    `  ${fit(`${describeNames('from', sources)}; ${describeNames('of type', types)}`, columns - 2)}`,
    ...(sample ? [`  ${fit(`such as ${sample.id}`, columns - 2)}`] : []),
    // Not cut: it is there to be pasted.
    `  ${paint('dim', plainLine(hooksLine(pipeline.stage, suggestionFor(state, worker, fingerprint))))}`,
  ];
  const [first = '', ...others] = lines;
  return `${[paint('bold', first), ...others].join('\n')}\n`;
}

const fit = (line: string, columns: number) => fitColumns(plainLine(line), columns).trimEnd();

function suggestionFor(state: DeadLetterState, worker: string, fingerprint: string): readonly string[] {
  const which = ['--from', worker, '--fingerprint', fingerprint];
  if (state === 'open') return ['dead-letters', 'replay', ...which, '--reason', '…'];
  if (state === 'quarantined') return ['dead-letters', 'replay', ...which, '--force', '--reason', '…'];
  return ['dead-letters', 'list', ...which, '--state', state];
}

function describeNames(title: string, counts: Readonly<Record<string, number>>): string {
  const names = Object.entries(counts).toSorted(([, one], [, other]) => other - one);
  if (names.length === 0) return `${title} nobody knows which`;
  const shown = names.slice(0, NAMES_SHOWN_MAX).map(([name, count]) => `${name} ${whole(count)}`);
  const rest = names.length - shown.length;
  return `${title} ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
