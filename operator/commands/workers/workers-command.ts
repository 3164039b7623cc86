import type { Command } from '@commander-js/extra-typings';
import type { OpenSession } from '../session.ts';
import type { Change } from './change-worker.ts';

const STATUS_HELP = `
Examples:
  npm run hooks -- workers status
  npm run hooks -- workers status --json

Exit codes: 0 done   1 failed   2 wrong usage   3 nothing runs here   4 access denied
--json: {"kind":"worker"} for each.`;

const changeHelp = (change: Change) => `
Examples:
  npm run hooks -- workers ${change} forward
  npm run hooks -- workers ${change} forward --stage prod --yes

Exit codes: 0 done   1 not done in time, failed, or answered with no   2 wrong usage   3 nothing runs here   4 access denied
--json: {"kind":"worker"}.`;

export function addWorkersCommand(program: Command, open: OpenSession): void {
  const workers = program
    .command('workers')
    .description('Which workers take events: shows it, pauses one, and lets it go on.')
    .helpCommand(false);
  workers
    .command('status')
    .description('Shows for each worker, for dispatch and for the keeper whether its queue feeds it.')
    .option('--json', 'one JSON object per worker')
    .addHelpText('after', STATUS_HELP)
    .action(async ({ json }) => {
      const { showWorkers } = await import('./show-workers.ts');
      process.exitCode = await showWorkers({ asJson: json ?? false }, await open());
    });
  addChangeCommand(workers, open, 'pause', 'Stops a worker: its queue keeps what comes for 14 days.');
  addChangeCommand(workers, open, 'resume', 'Lets a worker go on with what waits on its queue.');
}

function addChangeCommand(workers: Command, open: OpenSession, change: Change, description: string): void {
  workers
    .command(change)
    .description(description)
    .argument('<worker>', 'a worker, dispatch or keeper')
    .option('--yes', 'do not ask before a worker of a deployed stage is paused')
    .option('--json', 'as one JSON object')
    .addHelpText('after', changeHelp(change))
    .action(async (worker, { yes, json }) => {
      const { changeWorker } = await import('./change-worker.ts');
      process.exitCode = await changeWorker(
        { worker, change, isConfirmed: yes ?? false, asJson: json ?? false },
        await open(),
      );
    });
}
