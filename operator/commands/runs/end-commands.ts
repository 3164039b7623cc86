import type { Command } from '@commander-js/extra-typings';
import type { OpenSession } from '../session.ts';
import { checkRunName } from './check-run-name.ts';

const RESUME_HELP = `
Examples:
  npm run hooks -- runs resume 019b2c40e1a1f00dcafe0123456789ab

Nothing that it has done already is done again; of a run that had finished nothing is done at all. While somebody else
works on it, it waits.

Exit codes: 0 done, also before   1 something failed or is not known, or aborted   2 wrong usage   3 nothing runs here   4 access denied   130 Ctrl-C
--json: one object, {"kind":"resume"}, with the counts of the whole run; with endedAt where it had ended before.`;

const ABORT_HELP = `
Examples:
  npm run hooks -- runs abort 019b2c40e1a1f00dcafe0123456789ab --reason "the wrong source"

What it has sent stays sent. Whoever works on it stops within about a second.

Exit codes: 0 aborted   1 it had ended already, or still runs   2 wrong usage   3 nothing runs here   4 access denied
--json: {"kind":"run"}, its receipt.`;

export function addResumeCommand(runs: Command, open: OpenSession): void {
  runs
    .command('resume')
    .description('Goes on with a run that ended before it was done.')
    .argument('<run>', 'as `runs list` names it')
    .option('--json', 'the counts as one JSON object')
    .addHelpText('after', RESUME_HELP)
    .action(async (run, { json }) => {
      checkRunName(run);
      const { carryOn } = await import('./carry-out.ts');
      process.exitCode = await carryOn(run, { asJson: json ?? false }, await open());
    });
}

export function addAbortCommand(runs: Command, open: OpenSession): void {
  runs
    .command('abort')
    .description('Ends a run before it is done.')
    .argument('<run>', 'as `runs list` names it')
    .requiredOption('--reason <text>', 'why, for the receipt')
    .option('--json', 'the receipt as one JSON object')
    .addHelpText('after', ABORT_HELP)
    .action(async (run, { reason, json }) => {
      const { abortOneRun } = await import('./abort-one-run.ts');
      process.exitCode = await abortOneRun({ run, reason, asJson: json ?? false }, await open());
    });
}
