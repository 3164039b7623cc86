import { Option, type Command } from '@commander-js/extra-typings';
import { deadLetterStateSchema } from '#shared/messages/dead-letter.ts';
import { wholeNumber } from '../../whole-number.ts';
import { paintFor } from '../deliveries/views/describe-webhook.ts';
import { listDeadLetters } from './list-dead-letters.ts';
import { openPipeline } from './open-pipeline.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- dead-letters list
  npm run hooks -- dead-letters list --from archive --limit 200
  npm run hooks -- dead-letters list --state replayed --json

States: open waits for you, replaying is being sent, replayed is back with its worker, done has its result after all,
discarded was closed by hand, quarantined was replayed too often.`;

/** What a line is cut to where there is no terminal to ask. */
const PIPE_COLUMNS = 160;

export function addListCommand(deadLetters: Command): void {
  deadLetters
    .command('list')
    .description('Lists dead letters, the newest failure first, and says how many there are.')
    .option('--from <worker>', 'only those of this worker, or of dispatch; without it of all')
    .addOption(
      new Option('--state <state>', 'in this state').choices(deadLetterStateSchema.options).default('open' as const),
    )
    .option('--limit <n>', 'show at most so many', wholeNumber, 50)
    .option('--json', 'one JSON object per dead letter and a summary, line by line')
    .addHelpText('after', EXAMPLES)
    .action(async ({ from, state, limit, json }) => {
      const { stdout } = process;
      process.exitCode = await listDeadLetters(
        { from, state, limit, asJson: json ?? false },
        {
          ...(await openPipeline()),
          write: (text) => void stdout.write(text),
          paint: paintFor(stdout),
          columns: stdout.isTTY ? stdout.columns : PIPE_COLUMNS,
        },
      );
    });
}
