import type { DeadLetterState } from '#shared/messages/dead-letter.ts';
import type { Group } from '#shared/messages/inspect-request.ts';
import { describeAge, toSecond } from '../../terminal/describe-time.ts';
import { plainLine } from '../../terminal/fit-columns.ts';
import { whole } from '../../terminal/whole.ts';
import { wrapColumns } from '../../terminal/wrap-columns.ts';
import { hooksLine } from '../hooks-line.ts';
import type { Session } from '../session.ts';

/** Of a group; the rest is one number. */
const NAMES_SHOWN_MAX = 4;

/** How many failed for one reason, since when, who is hurt, and what to paste. */
export function describeGroup(group: Group, state: DeadLetterState, { pipeline, terminal, clock }: Session): string {
  const { worker, count, firstAt, lastAt, sample, sources, types, impact } = group;
  const { paint, columns } = terminal;
  const now = clock.now();
  const seen = `first ${toSecond(firstAt)}, last ${toSecond(lastAt)} (${describeAge(lastAt, now)})`;
  const reason = sample ? `${sample.class}: ${sample.message}` : 'of no readable reason';
  const lines = [
    ...wrapped(`${whole(count)} × ${worker}, ${reason}`, columns).map((line) => paint('bold', line)),
    ...indented(seen, columns),
    ...(impact === undefined ? [] : indented(impact, columns)),
    ...indented(`${describeNames('from', sources)}; ${describeNames('of type', types)}`, columns),
    ...(sample ? indented(`such as ${sample.id}`, columns) : []),
    // Not cut: they are there to be pasted.
    ...suggestionsFor(group, state).map(([say, words]) => {
      const line = paint('dim', plainLine(hooksLine(pipeline.stage, words)));
      return `  ${say === '' ? '' : `${say}: `}${line}`;
    }),
  ];
  return `${lines.join('\n')}\n`;
}

const wrapped = (line: string, columns: number) => wrapColumns(plainLine(line), columns);
const indented = (line: string, columns: number) => wrapped(line, columns - 2).map((part) => `  ${part}`);

type Suggestion = readonly [say: string, words: readonly string[]];

function suggestionsFor({ worker, fingerprint, sample }: Group, state: DeadLetterState): readonly Suggestion[] {
  const which = ['--from', worker, '--fingerprint', fingerprint];
  const replay = ['dead-letters', 'replay', ...which];
  if (state === 'open' && sample?.class === 'destination-down') {
    return [
      ['replayed by itself when its destination answers again; look first', ['dead-letters', 'show', sample.id]],
      ['to try it before that all the same', [...replay, '--reason', '…']],
    ];
  }
  if (state === 'open') return [['', [...replay, '--reason', '…']]];
  // By force a whole group would be sent again with all that is done of it: each that is quarantined tells its own line.
  return [['', ['dead-letters', 'list', ...which, '--state', state]]];
}

function describeNames(title: string, counts: Readonly<Record<string, number>>): string {
  const names = Object.entries(counts).toSorted(([, one], [, other]) => other - one);
  if (names.length === 0) return `${title} nobody knows which`;
  const shown = names.slice(0, NAMES_SHOWN_MAX).map(([name, count]) => `${name} ${whole(count)}`);
  const rest = names.length - shown.length;
  return `${title} ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
