import type { Command } from '@commander-js/extra-typings';
import { checkWhere } from '../options/check-where.ts';
import { commaSeparated } from '../options/comma-separated.ts';
import { parseInstant } from '../options/parse-instant.ts';
import { positiveNumber } from '../options/positive-number.ts';
import { wholeNumber } from '../whole-number.ts';
import type { OpenSession } from './session.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- backfill --to ledger --since 2026-01-01 --until 2026-02-01 --dry-run
  npm run hooks -- backfill --to order-mail --since 3d --source shopify --reason "the worker is new"
  npm run hooks -- backfill --to forward --since yesterday --until today --where "data.object.livemode" --per-second 100 --reason "lost there"

It sends what the worker's row subscribes it to; --unsubscribed sends the rest too. What has its result already has no
second effect, and dead letters of the worker are sent as well.

Exit codes:
  0    done
  1    something failed, or the question was answered with no
  2    wrong usage
  3    nothing runs here
  4    access denied
  130  Ctrl-C: the run can be resumed

--json: one object, {"kind":"backfill"} or {"kind":"dry-run"}, with matched, succeeded, skipped, failed and, if any, unknown.`;

/** @param now what `--since 3d` is counted back from */
export function addBackfillCommand(program: Command, open: OpenSession, now: () => Date): void {
  const instant = (text: string) => parseInstant(text, now());
  program
    .command('backfill')
    .description('Sends archived events to one worker: also to one that did not exist when they came.')
    .requiredOption('--to <worker>', 'the worker that gets them')
    .requiredOption('--since <time>', 'received at that time or after it: 3d, yesterday, 2026-01-31T08:00Z', instant)
    .option('--until <time>', 'received before that time; without it, before now', instant)
    .option('--ids <ids>', 'only these events; several separated by commas', commaSeparated)
    .option('--source <sources>', 'of these sources', commaSeparated)
    .option('--type <types>', 'of these types', commaSeparated)
    .option('--where <expression>', 'whose body it is true of, in JMESPath: "data.object.livemode"')
    .option('--unsubscribed', 'also what the worker is not subscribed to')
    .option('--force', 'also what has its result already: a new effect')
    .option('--limit <n>', 'send at most so many', wholeNumber)
    .option('--per-second <n>', 'send at most so many in a second; live traffic goes first anyway', positiveNumber)
    .option('--reason <text>', 'why, for the receipt; only a dry run needs none')
    .option('--dry-run', 'only say what would be sent')
    .option('--yes', 'do not ask')
    .option('--json', 'the counts as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async ({ dryRun, yes, json, ...options }) => {
      const how = { isDryRun: dryRun ?? false, isConfirmed: yes ?? false, asJson: json ?? false };
      await checkWhere(options.where);
      const { backfill } = await import('./backfill.ts');
      process.exitCode = await backfill({ ...options, ...how }, await open());
    });
}
