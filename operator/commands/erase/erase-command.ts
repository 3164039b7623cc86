import type { Command } from '@commander-js/extra-typings';
import { checkNarrowWhere } from '../../options/check-where.ts';
import { commaSeparated } from '../../options/comma-separated.ts';
import { parseInstant } from '../../options/parse-instant.ts';
import type { OpenSession } from '../session.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- erase --source shopify --where "customer.email == 'ada@example.com'" --dry-run
  npm run hooks -- erase --source shopify --where "customer.email == 'ada@example.com'" --reason "request 4711 of a customer"
  npm run hooks -- erase --source stripe-eu --until 2026-01-01 --reason "the contract has ended"

It erases archived events, their results, their dead letters and their large bodies. Entries of the ledger stay, and so do
logs until their own time is over. What waits on a queue nobody can search: the end says how much does, and when to repeat it.

Exit codes:
  0    done
  1    something cannot be read or told apart and stays, or the question was answered with no
  2    wrong usage
  3    nothing runs here
  4    access denied
  130  Ctrl-C: it can be resumed

--json: one object, {"kind":"erasure"} or {"kind":"dry-run"}, with what was erased in each place.`;

/** @param now what `--since 3d` is counted back from */
export function addEraseCommand(program: Command, open: OpenSession, now: () => Date): void {
  const instant = (text: string) => parseInstant(text, now());
  program
    .command('erase')
    .description(
      'Erases events of a source for good, wherever they are kept: the personal data of somebody who asks for it.',
    )
    .requiredOption('--source <sources>', 'of these sources; several separated by commas', commaSeparated)
    .option('--where <expression>', 'whose body it is true of, in JMESPath: "customer.email == \'ada@example.com\'"')
    .option('--ids <ids>', 'only these events; several separated by commas', commaSeparated)
    .option('--type <types>', 'of these types', commaSeparated)
    .option('--since <time>', 'received at that time or after it: 3d, yesterday, 2026-01-31T08:00Z', instant)
    .option('--until <time>', 'received before that time; without it, before now', instant)
    .option('--all', 'everything of these sources')
    .option('--reason <text>', 'why, for the receipt; only a dry run needs none')
    .option('--dry-run', 'only count what would be erased')
    .option('--resume <erasure>', 'go on with one that ended early, asked for in the same words')
    .option('--yes', 'do not ask')
    .option('--json', 'the counts as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async ({ dryRun, yes, json, ...options }) => {
      const how = { isDryRun: dryRun ?? false, isConfirmed: yes ?? false, asJson: json ?? false };
      await checkNarrowWhere(options.where);
      const { erase } = await import('./erase.ts');
      process.exitCode = await erase({ ...options, ...how }, await open());
    });
}
