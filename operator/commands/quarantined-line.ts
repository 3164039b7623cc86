import { plainLine } from '../terminal/fit-columns.ts';
import { whole } from '../terminal/whole.ts';
import { countDeadLetters } from '../verbs/count-dead-letters.ts';
import { createGaps } from '../verbs/gaps.ts';
import { hooksLine } from './hooks-line.ts';
import type { Session } from './session.ts';

/** How many there are, or why nobody knows. */
export type Quarantined = { readonly count: number } | { readonly gap: string };

/** They are in no list of open ones, and no replay sends them: who does not hear of them here never does. */
export async function countQuarantined(
  from: string | undefined,
  { pipeline, terminal: { interrupted } }: Pick<Session, 'pipeline' | 'terminal'>,
): Promise<Quarantined> {
  const { gaps, unlessGap } = createGaps(interrupted);
  const asked = { from, state: 'quarantined', all: true } as const;
  const count = await unlessGap(countDeadLetters(asked, pipeline, interrupted));
  return count === undefined ? { gap: [...gaps].join(' ') } : { count };
}

/** One line, or none. */
export function quarantinedLine(quarantined: Quarantined, from: string | undefined, stage: string): string {
  if ('gap' in quarantined) return `quarantined: not known: ${plainLine(quarantined.gap)}\n`;
  const { count } = quarantined;
  if (count === 0) return '';
  const list = ['dead-letters', 'list', ...(from === undefined ? [] : ['--from', from]), '--state', 'quarantined'];
  return `${whole(count)} quarantined, replayed too often: ${hooksLine(stage, list)}\n`;
}

/** For a summary: null where nobody knows, left out where there are none. */
export function quarantinedField(quarantined: Quarantined): { readonly quarantined?: number | null } {
  if ('gap' in quarantined) return { quarantined: null };
  return quarantined.count > 0 ? { quarantined: quarantined.count } : {};
}
