import type { SourceProblem } from '../../verbs/sources/source-problem.ts';
import { hooksLine } from '../hooks-line.ts';

/** One line: where, what, and what to do about it. */
export const describeProblem = ({ source, field, problem, fix }: SourceProblem, stage: string): string =>
  `${[source, field].filter((part) => part !== undefined).join('.')}: ${problem}${describeFix(fix, stage)}`;

export function describeFix(fix: SourceProblem['fix'], stage: string): string {
  if (fix === undefined) return '.';
  return typeof fix === 'string' ? `. ${fix}` : `: ${hooksLine(stage, fix)}`;
}

/** With the fix as it would be typed. */
export function problemJson(told: SourceProblem, stage: string): object {
  const { source, field, problem, fix } = told;
  return { source, field, problem, fix: typeof fix === 'object' ? hooksLine(stage, fix) : fix };
}
