// Every command of docs/runbooks.md and of the alarms is one that the command line takes.
import { Command } from '@commander-js/extra-typings';
import { readFileSync } from 'node:fs';
import { addBackfillCommand } from '../../../operator/commands/backfill-command.ts';
import { addDeadLettersCommand } from '../../../operator/commands/dead-letters/dead-letters-command.ts';
import { addRunsCommand } from '../../../operator/commands/runs/runs-command.ts';
import { addSourcesCommand } from '../../../operator/commands/sources/sources-command.ts';
import { addStatusCommand } from '../../../operator/commands/status/status-command.ts';
import { addTailCommand } from '../../../operator/commands/tail/tail-command.ts';
import { addTraceCommand } from '../../../operator/commands/trace/trace-command.ts';
import { addWorkersCommand } from '../../../operator/commands/workers/workers-command.ts';
import { refuseSwallowed } from '../../../operator/options/refuse-swallowed.ts';
import { alarmRows } from '../../../shared/resources/alarms.cjs';

/** The command line took the words, and would now open the pipeline. */
class Understood extends Error {}

const open = async () => {
  throw new Understood();
};
const now = () => new Date('2026-01-01T00:00:00.000Z');

/** As operator/cli.ts puts it together, with no pipeline behind it. */
function givenProgram() {
  const program = new Command('hooks').option('--stage <stage>');
  addStatusCommand(program, open);
  addTailCommand(program, open, now);
  addTraceCommand(program, open, now);
  addDeadLettersCommand(program, open, now);
  addBackfillCommand(program, open, now);
  addRunsCommand(program, open);
  addWorkersCommand(program, open);
  addSourcesCommand(program, open, now);
  quiet(program);
  return program;
}

function quiet(command: { readonly commands: readonly unknown[] }): void {
  const it = command as Command;
  it.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  for (const inner of it.commands) quiet(inner);
}

/** Words as a shell has them; variables stand for what an earlier command has shown. */
const wordsOf = (line: string) =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) =>
    (quoted ?? plain ?? '').replaceAll(/\$[A-Z]+/g, '0123456789abcdef'),
  );

async function understand(line: string): Promise<unknown> {
  const program = givenProgram();
  const words = wordsOf(line);
  try {
    refuseSwallowed(program, words);
    await program.parseAsync(words, { from: 'user' });
    return 'It did nothing.';
  } catch (error) {
    return error instanceof Understood ? undefined : error;
  }
}

const inRunbooks = [...readFileSync('docs/runbooks.md', 'utf8').matchAll(/^npm run hooks -- (.+)$/gm)].map(
  ([, line]) => line ?? '',
);
const inAlarms = alarmRows({
  service: 'webhook-pipeline',
  stage: 'prod',
  edge: 'http-api',
  prefix: 'webhook-pipeline-prod',
  workers: [{ name: 'forward', impact: 'Nobody hears of it.' }],
  functions: ['ingest', 'dispatch', 'forward', 'inspect'].map((name) => ({ name, timeoutSeconds: 30 })),
  alertEmail: '',
  lateAfterSeconds: 3600,
  expectWebhooksWithinMinutes: 60,
}).flatMap(({ look }) => [...look.matchAll(/`npm run hooks -- ([^`]+)`/g)].map(([, line]) => line ?? ''));

test('there are commands', () => {
  expect(inRunbooks.length).toBeGreaterThan(40);
  expect(inAlarms.length).toBeGreaterThan(15);
});

test.each([...new Set([...inRunbooks, ...inAlarms])])('%s', async (line) => {
  expect(await understand(line)).toBeUndefined();
  expect(line).toMatch(/ --stage prod$/);
});

test.each([
  'stauts --stage prod',
  'dead-letters groups --worker forward',
  'workers pause',
  'dead-letters replay --all',
])('a command that is none would be noticed: %s', async (line) => {
  expect(await understand(line)).toBeInstanceOf(Error);
});
