import type { Command } from '@commander-js/extra-typings';
import type { OpenSession } from '../session.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- dead-letters show 9a41c07d5be34f1e8c20d7b6630f1a58
  npm run hooks -- dead-letters show archive/9a41c07d5be34f1e8c20d7b6630f1a58 --body
  npm run hooks -- dead-letters show archive/9a41c07d5be34f1e8c20d7b6630f1a58 --reveal --json

Exit codes: 0 done   1 there is none, or failed   2 wrong usage   3 nothing runs here   4 access denied
--json: {"kind":"dead-letter"} for each; with --body its body as it was posted, where that is text, and as message what
carries it to the worker.`;

export function addShowCommand(deadLetters: Command, open: OpenSession): void {
  deadLetters
    .command('show')
    .description('Shows why an event is a dead letter, and how it is replayed.')
    .argument('<id>', "an event id, for every worker's dead letter of it, or <worker>/<event id>")
    .option('--body', 'with the body and the headers, without what the redaction policy hides')
    .option('--reveal', 'with all of the body, whatever the policy says; that you asked is logged')
    .option('--json', 'one JSON object per dead letter, line by line')
    .addHelpText('after', EXAMPLES)
    .action(async (id, { body, reveal, json }) => {
      const withBody = body ?? reveal ?? false;
      const { showDeadLetter } = await import('./show-dead-letter.ts');
      process.exitCode = await showDeadLetter(
        { id, withBody, isRevealed: reveal ?? false, asJson: json ?? false },
        await open(),
      );
    });
}
