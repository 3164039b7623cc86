import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import type { Finding } from './finding.ts';

/** osls names roles in DependsOn, which the reference to each of them says already: it is more than enough, and harmless. */
const IGNORED_RULES = ['W3005'];

const reportSchema = v.array(
  v.object({
    Level: v.string(),
    Message: v.string(),
    Rule: v.object({ Id: v.string() }),
    Location: v.object({ Path: v.nullish(v.array(v.union([v.string(), v.number()]))) }),
  }),
);

/** What cfn-lint finds, errors and warnings; or why it was not run, in a sentence part. */
export type Linted = { readonly findings: readonly Finding[]; readonly version: string } | { readonly notRun: string };

/**
 * AWS's own linter, which is written in Python and is not among the npm packages: it is run where the machine has it.
 * https://github.com/aws-cloudformation/cfn-lint
 * @param command so that a test can name one that is not there
 * @throws for a linter that is there and cannot tell
 */
export async function runCfnLint(templateFile: string, region: string, command = 'cfn-lint'): Promise<Linted> {
  const version = await call(command, ['--version']);
  // A version manager may have a command of that name that only says that there is none.
  if (version?.code !== 0) return { notRun: `${command} is not installed` };
  const ignored = IGNORED_RULES.flatMap((rule) => ['--ignore-checks', rule]);
  const linted = await call(command, ['--format', 'json', '--regions', region, ...ignored, '--template', templateFile]);
  const report = v.safeParse(v.pipe(v.string(), v.parseJson(), reportSchema), linted?.stdout);
  if (!report.success)
    throw new Error(`${command} did not tell what it found: ${linted?.stderr ?? 'it did not start'}`);
  return {
    version: version.stdout.trim(),
    findings: report.output.map(({ Level, Rule, Message, Location }) => ({
      place: (Location.Path ?? []).join('.').replace(/^Resources\./, ''),
      problem: `${Level.toLowerCase()} ${Rule.Id}: ${Message}`,
    })),
  };
}

/** Undefined where there is no such command. */
async function call(command: string, words: readonly string[]) {
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null | undefined>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? resolve(undefined) : reject(error),
    );
    child.once('close', resolve);
  });
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return code === undefined ? undefined : { code, stdout, stderr };
}
