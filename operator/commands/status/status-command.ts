import type { Command } from '@commander-js/extra-typings';
import type { OpenSession } from '../session.ts';
import { showStatus } from './show-status.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- status
  npm run hooks -- status --watch
  npm run hooks -- status --stage prod --json

One line for each step of the flow: what waits on its queue, how old the oldest of it is, messages in and out per minute,
invocations that failed, and open dead letters. Rates and failures are those of the last five minutes.

Exit codes: 0 done   1 failed   2 wrong usage   3 nothing runs here   4 access denied
--json: {"kind":"step"} for each, in flow order; with --watch again and again.`;

export function addStatusCommand(program: Command, open: OpenSession): void {
  program
    .command('status')
    .description('Shows what waits, what moves and what fails, step by step.')
    .option('--watch', 'again every two seconds, until Ctrl-C')
    .option('--json', 'one JSON object per step')
    .addHelpText('after', EXAMPLES)
    .action(async ({ watch, json }) => {
      process.exitCode = await showStatus({ isWatched: watch ?? false, asJson: json ?? false }, await open());
    });
}
