// The command line. What a command does is loaded once it is asked for: the others, and --help, must not wait for it.
import { Command, CommanderError, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { styleText } from 'node:util';
import * as v from 'valibot';
import { systemClock, systemIds } from '#shared/lambda/system.ts';
import { CommandError } from './command-error.ts';
import { addBackfillCommand } from './commands/backfill-command.ts';
import { addCanaryCommand } from './commands/canary/canary-command.ts';
import { addDeadLettersCommand } from './commands/dead-letters/dead-letters-command.ts';
import { addEraseCommand } from './commands/erase/erase-command.ts';
import { addSendCommand } from './commands/deliveries/send-command.ts';
import { addDoctorCommand } from './commands/doctor/doctor-command.ts';
import { addLedgerCommand } from './commands/ledger/ledger-command.ts';
import { addNewCommand } from './commands/new/new-command.ts';
import { addPlanCommand } from './commands/plan/plan-command.ts';
import { addRunsCommand } from './commands/runs/runs-command.ts';
import type { OpenSession } from './commands/session.ts';
import { addSourcesCommand } from './commands/sources/sources-command.ts';
import { addStatusCommand } from './commands/status/status-command.ts';
import { addTailCommand } from './commands/tail/tail-command.ts';
import { addTraceCommand } from './commands/trace/trace-command.ts';
import { addVerifyCommand } from './commands/verify/verify-command.ts';
import { addWorkersCommand } from './commands/workers/workers-command.ts';
import { exitCode } from './exit-code.ts';
import { refuseSwallowed } from './options/refuse-swallowed.ts';
import { forgetProxies } from './forget-proxies.ts';
import { LOCAL_STAGE } from './pipeline/local-stage.ts';
import { openTerminal } from './terminal/open-terminal.ts';

const program = new Command('npm run hooks --');
program
  .description('Works with a pipeline: the one that runs on this machine (`npm start`), or a deployed stage.')
  .helpCommand(false)
  .configureHelp({ showGlobalOptions: true })
  .exitOverride()
  .addOption(
    new Option('--stage <stage>', 'the stage to work with')
      .env('HOOKS_STAGE')
      .default(LOCAL_STAGE)
      .argParser(stageName),
  )
  .showHelpAfterError('Add --help to see how it is used.')
  .addHelpText(
    'after',
    '\nExit codes:\n  0 done   1 refused, failed or not in time   2 wrong usage   3 nothing runs here   4 access denied   130 Ctrl-C',
  )
  .addHelpText('afterAll', '\nTimes are UTC: those that are shown end in Z, and days begin at midnight UTC.');

const stage = () => v.parse(v.object({ stage: v.string() }), program.opts()).stage;
const now = () => systemClock.now();
const open: OpenSession = async () => {
  // A deployed stage may well be reached through a proxy; what runs here is not.
  if (stage() === LOCAL_STAGE) forgetProxies(process.env);
  // The SDK's clients take longer to load than all the rest, and --help needs none of them.
  const { openPipeline } = await import('./pipeline/open-pipeline.ts');
  const pipeline = await openPipeline({ stage: stage() });
  return { pipeline, terminal: openTerminal(), clock: systemClock, ids: systemIds };
};
const readSources = async () => {
  const { readStageSources } = await import('./commands/verify/read-stage-sources.ts');
  return readStageSources(stage(), open);
};

addStatusCommand(program, open);
addTailCommand(program, open, now);
addTraceCommand(program, open, now);
addDeadLettersCommand(program, open, now);
addBackfillCommand(program, open, now);
addEraseCommand(program, open, now);
addRunsCommand(program, open);
addWorkersCommand(program, open);
addSourcesCommand(program, open, now);
addCanaryCommand(program, open);
addSendCommand(program);
addLedgerCommand(program);
addNewCommand(program);
addPlanCommand(program, stage);
addDoctorCommand(program, { stage, open, now });
addVerifyCommand(program, { now, readSources });
program.commands
  .filter((command) => ['send', 'ledger'].includes(command.name()))
  .forEach((command) => command.hook('preAction', refuseDeployed));

// `| head` closes the pipe when it has seen enough; that is no failure of the command.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCode.done);
  throw error;
});

try {
  refuseSwallowed(program, process.argv.slice(2));
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}

function stageName(text: string): string {
  if (/^[a-z][a-z0-9-]{0,31}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be the name of a stage, such as local or prod.');
}

/** They sign with the secrets of development, and read what only this machine has. */
function refuseDeployed(): void {
  forgetProxies(process.env);
  if (stage() === LOCAL_STAGE) return;
  throw new CommandError(exitCode.wrongUsage, `This works in stage local only, and not in stage ${stage()}.`);
}

function explain(error: unknown): number {
  // Commander has already printed what was wrong, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.wrongUsage;
  const text = error instanceof CommandError ? error.message : String(error instanceof Error ? error.stack : error);
  console.error(styleText('red', text, { stream: process.stderr }));
  return error instanceof CommandError ? error.exitCode : exitCode.failed;
}
