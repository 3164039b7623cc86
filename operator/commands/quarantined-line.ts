import { whole } from '../terminal/whole.ts';
import { countDeadLetters } from '../verbs/count-dead-letters.ts';
import { createGaps } from '../verbs/gaps.ts';
import { hooksLine } from './hooks-line.ts';
import type { Session } from './session.ts';

/** They are in no list of open ones, and no replay sends them: who does not hear of them here never does. */
export async function countQuarantined(
  from: string | undefined,
  { pipeline, terminal: { interrupted } }: Pick<Session, 'pipeline' | 'terminal'>,
): Promise<number> {
  const { unlessGap } = createGaps(interrupted);
  const asked = { from, state: 'quarantined', all: true } as const;
  return (await unlessGap(countDeadLetters(asked, pipeline, interrupted))) ?? 0;
}

/** One line, or none. */
export function quarantinedLine(count: number, from: string | undefined, stage: string): string {
  if (count === 0) return '';
  const list = ['dead-letters', 'list', ...(from === undefined ? [] : ['--from', from]), '--state', 'quarantined'];
  return `${whole(count)} quarantined, replayed too often: ${hooksLine(stage, list)}\n`;
}
