import type { Command } from '@commander-js/extra-typings';
import type { OpenSession } from '../session.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- status
  npm run hooks -- status --watch
  npm run hooks -- status --stage prod --json

One line for each step of the flow: what waits on its queue, what is at work or waits for its next attempt, how old the
oldest of these is, messages in and out per minute, invocations of its function that ended with an error, and open dead
letters. Below, from our own metrics of the last five to ten minutes: webhooks accepted and rejected, and for each worker its
retries, its duplicates, the time from a webhook's receipt to its stored result, and the age of its oldest dead letter. In, out and errors are those of the last five minutes; all else is as it stands now. "?" could not be asked.

Exit codes: 0 done   1 failed   2 wrong usage   3 nothing runs here   4 access denied
--json: {"kind":"step"} for each, in flow order, and {"kind":"gap"} for what could not be asked; with --watch again and again.`;

export function addStatusCommand(program: Command, open: OpenSession): void {
  program
    .command('status')
    .description('Shows what waits, what moves and what fails, step by step.')
    .option('--watch', 'again every two seconds, until Ctrl-C')
    .option('--json', 'one JSON object per step')
    .addHelpText('after', EXAMPLES)
    .action(async ({ watch, json }) => {
      const { showStatus } = await import('./show-status.ts');
      process.exitCode = await showStatus({ isWatched: watch ?? false, asJson: json ?? false }, await open());
    });
}
