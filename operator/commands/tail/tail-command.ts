import type { Command } from '@commander-js/extra-typings';
import { commaSeparated } from '../../options/comma-separated.ts';
import { parseInstant } from '../../options/parse-instant.ts';
import type { OpenSession } from '../session.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- tail
  npm run hooks -- tail --worker forward,ledger --source stripe-eu
  npm run hooks -- tail --since 15m --json

Lines come from the logs: on a deployed stage some seconds late. With --since they have their day.

Exit codes: 1 failed   2 wrong usage   3 nothing runs here   4 access denied   130 Ctrl-C
--json: {"kind":"event"} for each, with what happened under "outcome".`;

/** @param now what `--since 15m` is counted back from */
export function addTailCommand(program: Command, open: OpenSession, now: () => Date): void {
  program
    .command('tail')
    .description('Shows webhooks as they are accepted and refused, and events as workers end with them, until Ctrl-C.')
    .option('--source <sources>', 'only of these sources', commaSeparated)
    .option('--type <types>', 'only of these types', commaSeparated)
    .option('--worker <workers>', 'only what these do; ingest and dispatch are workers here, too', commaSeparated)
    .option('--since <time>', 'from that time on; without it from now on', (text) => parseInstant(text, now()))
    .option('--json', 'one JSON object per line')
    .addHelpText('after', EXAMPLES)
    .action(async ({ source, type, worker, since, json }) => {
      const { showTail } = await import('./show-tail.ts');
      process.exitCode = await showTail(
        { sources: source, types: type, workers: worker, since, asJson: json ?? false },
        await open(),
      );
    });
}
