import { Option, type Command } from '@commander-js/extra-typings';
import { deadLetterStateSchema } from '#shared/messages/dead-letter.ts';
import { checkWhere } from '../../options/check-where.ts';
import { addSelectionOptions, selectionOf } from '../../options/selection-options.ts';
import { wholeNumber } from '../../whole-number.ts';
import type { OpenSession } from '../session.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- dead-letters list
  npm run hooks -- dead-letters list --from archive --limit 200
  npm run hooks -- dead-letters list --source stripe-eu --since yesterday --class gave-up
  npm run hooks -- dead-letters list --text "no such customer"
  npm run hooks -- dead-letters list --state replayed --json

States: open waits for you, replaying is being sent, replayed is back with its worker, done has its result after all,
discarded was closed by hand, quarantined was replayed too often. All choices must hold together.

Exit codes: 0 done   1 failed   2 wrong usage   3 nothing runs here   4 access denied
--json: {"kind":"dead-letter"} for each, and {"kind":"summary"} with state, shown, count and quarantined (null: not known).`;

export function addListCommand(deadLetters: Command, open: OpenSession, now: () => Date): void {
  const command = deadLetters
    .command('list')
    .description('Lists dead letters, the newest failure first, and says how many there are.');
  addSelectionOptions(command, now)
    .option('--from <worker>', 'only those of this worker, or of dispatch; without it of all')
    .option('--text <text>', 'that hold this in an id, the source, the type, or why they failed')
    .addOption(
      new Option('--state <state>', 'in this state').choices(deadLetterStateSchema.options).default('open' as const),
    )
    .option('--limit <n>', 'show at most so many', wholeNumber, 50)
    .option('--json', 'one JSON object per dead letter and a summary, line by line')
    .addHelpText('after', EXAMPLES)
    .action(async ({ from, text, state, limit, json, ...selection }) => {
      await checkWhere(selection.where);
      const { listDeadLetters } = await import('./list-dead-letters.ts');
      process.exitCode = await listDeadLetters(
        { from, text, state, limit, which: selectionOf(selection, from), asJson: json ?? false },
        await open(),
      );
    });
}
