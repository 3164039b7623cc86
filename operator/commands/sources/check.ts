import { exitCode, type ExitCode } from '../../exit-code.ts';
import { plainLine } from '../../terminal/fit-columns.ts';
import { checkIsThere } from '../../verbs/sources/find-source.ts';
import { readSourceEntries } from '../../verbs/sources/source-entries.ts';
import { sourceProblems } from '../../verbs/sources/source-problems.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import { describeProblem, problemJson } from './describe-problem.ts';
import { portsOf, type SourceTools } from './source-tools.ts';

export interface CheckOptions {
  /** Left out: all of them. */
  readonly name: string | undefined;
  readonly asJson: boolean;
}

/** Says what is wrong with the sources, field by field, and what to do about it. */
export async function check({ name, asJson }: CheckOptions, session: Session, tools: SourceTools): Promise<ExitCode> {
  const { terminal, pipeline } = session;
  const ports = portsOf(session, tools);
  const entries = await readSourceEntries(ports.config);
  if (name !== undefined) checkIsThere(entries, name);
  const names = name === undefined ? Object.keys(entries).toSorted() : [name];
  const problems = (await Promise.all(names.map((one) => sourceProblems(one, entries[one], ports)))).flat();
  if (asJson) for (const problem of problems) writeJson('problem', problemJson(problem, pipeline.stage), terminal);
  else {
    const lines = problems.map((problem) => plainLine(describeProblem(problem, pipeline.stage)));
    terminal.write(lines.length > 0 ? `${lines.join('\n')}\n` : `${describeSound(names, name)}\n`);
  }
  return problems.length === 0 ? exitCode.done : exitCode.failed;
}

function describeSound(names: readonly string[], asked: string | undefined): string {
  if (asked !== undefined) return `${asked} is sound.`;
  return names.length === 0 ? 'There is no source yet.' : `All ${names.length} sources are sound.`;
}
