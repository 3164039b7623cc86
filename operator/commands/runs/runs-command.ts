import type { Command } from '@commander-js/extra-typings';
import { wholeNumber } from '../../whole-number.ts';
import type { OpenSession } from '../session.ts';
import { addAbortCommand, addResumeCommand } from './end-commands.ts';

const LIST_HELP = `
Examples:
  npm run hooks -- runs list
  npm run hooks -- runs list --limit 100 --json

died? is a run that says it is running and has said nothing else for a minute: \`runs resume\` goes on with it.

Exit codes: 0 done   1 failed   2 wrong usage   3 nothing runs here   4 access denied
--json: {"kind":"run"} for each, its receipt as it is.`;

const SHOW_HELP = `
Examples:
  npm run hooks -- runs show 019b2c40e1a1f00dcafe0123456789ab
  npm run hooks -- runs show 019b2c40e1a1f00dcafe0123456789ab --outcomes --json

\`sent\` is back on its worker's queue, where it may fail again; \`since then\` tells what became of them by now. Of a run
that ended early it says how many it did not reach.

Exit codes: 0 done   1 there is none, or failed   2 wrong usage   3 nothing runs here   4 access denied
--json: {"kind":"run"} with since and notReached, and with --outcomes {"kind":"outcome"} for each event.`;

export function addRunsCommand(program: Command, open: OpenSession): void {
  const runs = program
    .command('runs')
    .description('What was replayed, discarded and backfilled: by whom, why, and what became of each event.')
    .helpCommand(false);
  runs
    .command('list')
    .description('Lists runs, the newest first.')
    .option('--limit <n>', 'show at most so many', wholeNumber, 20)
    .option('--json', 'one JSON object per run')
    .addHelpText('after', LIST_HELP)
    .action(async ({ limit, json }) => {
      const { listAllRuns } = await import('./list-all-runs.ts');
      process.exitCode = await listAllRuns({ limit, asJson: json ?? false }, await open());
    });
  runs
    .command('show')
    .description('Shows the receipt of a run.')
    .argument('<run>', 'as `runs list` names it, or the first eight digits or more of that')
    .option('--outcomes', 'with what became of each event')
    .option('--json', 'as JSON, line by line')
    .addHelpText('after', SHOW_HELP)
    .action(async (run, { outcomes, json }) => {
      const { showOneRun } = await import('./show-one-run.ts');
      process.exitCode = await showOneRun(
        { run, withOutcomes: outcomes ?? false, asJson: json ?? false },
        await open(),
      );
    });
  addResumeCommand(runs, open);
  addAbortCommand(runs, open);
}
