import { Option, type Command } from '@commander-js/extra-typings';
import { positiveNumber } from '../../options/positive-number.ts';
import { checkWhere } from '../../options/check-where.ts';
import { addSelectionOptions, selectionOf } from '../../options/selection-options.ts';
import { wholeNumber } from '../../whole-number.ts';
import type { OpenSession } from '../session.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- dead-letters replay --from archive --all --dry-run
  npm run hooks -- dead-letters replay --from archive --fingerprint 7d2f4a90c3b1e658 --reason "S3 is back"
  npm run hooks -- dead-letters replay --from ledger --source stripe-eu --since 2h --per-second 50 --reason "fixed in 1.4"
  npm run hooks -- dead-letters replay --from forward --where 'data.object.amount > \`100000\`' --reason "large ones first"
  npm run hooks -- dead-letters replay --from archive --ids 9a41c07d5be34f1e8c20d7b6630f1a58 --reason "asked for"

What has its result already is skipped, and so is what was replayed too often (quarantined); --force sends that too, for
a new effect on purpose. All choices must hold together.

Exit codes:
  0    done; also where those named have their result or were replayed already
  1    something failed, the question was answered with no, or an id or a fingerprint is not there (others were replayed)
  2    wrong usage
  3    nothing runs here
  4    access denied
  130  Ctrl-C: the run can be resumed

One command is one run, however long it takes; \`runs show <run>\` is its receipt, \`runs resume <run>\` goes on with it.
--json: one object, {"kind":"replay"} or {"kind":"dry-run"}, with matched, succeeded, skipped, failed and, if any, unknown.`;

export function addReplayCommand(deadLetters: Command, open: OpenSession, now: () => Date): void {
  const command = deadLetters
    .command('replay')
    .description('Sends dead letters back to their worker. What has its result already has no second effect.');
  addSelectionOptions(command, now)
    .requiredOption('--from <worker>', 'of this worker, or of dispatch')
    .option('--reason <text>', 'why, for the receipt; only a dry run needs none')
    .option('--limit <n>', 'send at most so many, those that failed first', wholeNumber)
    .option('--per-second <n>', 'send at most so many in a second; live traffic goes first anyway', positiveNumber)
    .option('--dry-run', 'only say what would be replayed')
    .addOption(
      new Option('--via <way>', 'queue empties the dead-letter queue itself, while the keeper is paused')
        .choices(['table', 'queue'] as const)
        .default('table' as const),
    )
    .option('--force', 'also what has its result, was discarded, or was replayed too often: a new effect')
    .option('--yes', 'do not ask before more than one')
    .option('--json', 'the counts as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async ({ from, reason, limit, perSecond, via, force, dryRun, yes, json, ...selection }) => {
      const how = { isDryRun: dryRun ?? false, isConfirmed: yes ?? false, asJson: json ?? false };
      const which = selectionOf(selection, from);
      await checkWhere(selection.where);
      const { replayDeadLetters } = await import('./replay-dead-letters.ts');
      process.exitCode = await replayDeadLetters(
        { from, which, reason, limit, perSecond, via, force, ...how },
        await open(),
      );
    });
}
