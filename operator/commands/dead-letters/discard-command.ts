import type { Command } from '@commander-js/extra-typings';
import { checkWhere } from '../../options/check-where.ts';
import { addSelectionOptions, selectionOf } from '../../options/selection-options.ts';
import { wholeNumber } from '../../whole-number.ts';
import type { OpenSession } from '../session.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- dead-letters discard --from forward --fingerprint 7d2f4a90c3b1e658 --dry-run
  npm run hooks -- dead-letters discard --from forward --type test.ping --until yesterday --reason "only tests"

What is discarded keeps its record: \`list --state discarded\` shows it, and \`replay --force\` still sends it.

Exit codes:
  0    done
  1    something failed, the question was answered with no, or an id or a fingerprint is not there
  2    wrong usage
  3    nothing runs here
  4    access denied
  130  Ctrl-C: the run can be resumed

--json: one object, {"kind":"discard"} or {"kind":"dry-run"}, with matched, succeeded, skipped, failed and, if any, unknown.`;

export function addDiscardCommand(deadLetters: Command, open: OpenSession, now: () => Date): void {
  const command = deadLetters
    .command('discard')
    .description('Closes dead letters for good: nobody waits for them any longer.');
  addSelectionOptions(command, now)
    .requiredOption('--from <worker>', 'of this worker, or of dispatch')
    .option('--reason <text>', 'why, for the receipt; only a dry run needs none')
    .option('--limit <n>', 'close at most so many, those that failed first', wholeNumber)
    .option('--dry-run', 'only say what would be discarded')
    .option('--yes', 'do not ask before more than one')
    .option('--json', 'the counts as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async ({ from, reason, limit, dryRun, yes, json, ...selection }) => {
      const how = { isDryRun: dryRun ?? false, isConfirmed: yes ?? false, asJson: json ?? false };
      await checkWhere(selection.where);
      const { discardDeadLetters } = await import('./discard-dead-letters.ts');
      process.exitCode = await discardDeadLetters(
        { from, which: selectionOf(selection, from), reason, limit, ...how },
        await open(),
      );
    });
}
