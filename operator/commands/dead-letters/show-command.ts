import type { Command } from '@commander-js/extra-typings';
import { paintFor } from '../deliveries/views/describe-webhook.ts';
import { openPipeline } from './open-pipeline.ts';
import { showDeadLetter } from './show-dead-letter.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- dead-letters show 9a41c07d5be34f1e8c20d7b6630f1a58
  npm run hooks -- dead-letters show archive/9a41c07d5be34f1e8c20d7b6630f1a58 --body`;

export function addShowCommand(deadLetters: Command): void {
  deadLetters
    .command('show')
    .description('Shows why an event is a dead letter, and how it is replayed.')
    .argument('<id>', "an event id, for every worker's dead letter of it, or <worker>/<event id>")
    .option('--body', 'with the message as its worker would see it; it may hold what the sender means for nobody else')
    .option('--json', 'one JSON object per dead letter, line by line')
    .addHelpText('after', EXAMPLES)
    .action(async (id, { body, json }) => {
      const { stdout } = process;
      process.exitCode = await showDeadLetter(
        { id, withBody: body ?? false, asJson: json ?? false },
        { ...(await openPipeline()), write: (text) => void stdout.write(text), paint: paintFor(stdout) },
      );
    });
}
