import { Option, type Command } from '@commander-js/extra-typings';
import { wholeNumber } from '../../whole-number.ts';
import { paintFor } from '../deliveries/views/describe-webhook.ts';
import { askYesOrNo } from '../../terminal/ask-yes-or-no.ts';
import { openPipeline } from './open-pipeline.ts';
import { replayDeadLetters } from './replay-dead-letters.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- dead-letters replay --from archive --all --dry-run
  npm run hooks -- dead-letters replay --from archive --fingerprint 7d2f4a90c3b1e658 --reason "S3 is back"
  npm run hooks -- dead-letters replay --from archive --ids 9a41c07d5be34f1e8c20d7b6630f1a58 --reason "asked for"
  npm run hooks -- dead-letters replay --from dispatch --all --limit 100 --reason "topic policy fixed" --yes

Exit codes:
  0    done; also where those named have their result or were replayed already
  1    something failed, the question was answered with no, or an id or a fingerprint is not there (others were replayed)
  2    wrong usage
  3    nothing runs here
  130  Ctrl-C, or not all were reached: the same command goes on

Ctrl-C ends it after what is under way; nothing is lost, and the same command goes on.
Every run leaves a receipt in the results bucket: replays/<run>.json.`;

export function addReplayCommand(deadLetters: Command): void {
  deadLetters
    .command('replay')
    .description('Sends dead letters back to their worker. What has its result already has no second effect.')
    .requiredOption('--from <worker>', 'of this worker, or of dispatch')
    .option('--ids <ids>', 'these events, separated by commas', commaSeparated)
    .option(
      '--fingerprint <fingerprints>',
      'all that failed for this reason; several separated by commas',
      commaSeparated,
    )
    .option('--all', 'all that are open')
    .option('--reason <text>', 'why, for the receipt; only a dry run needs none')
    .option('--limit <n>', 'send at most so many, those that failed first', wholeNumber)
    .option('--dry-run', 'only say what would be replayed')
    .addOption(
      new Option('--via <way>', 'queue empties the dead-letter queue itself, while the keeper is paused')
        .choices(['table', 'queue'] as const)
        .default('table' as const),
    )
    .option('--yes', 'do not ask before more than one')
    .option('--json', 'the counts as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async ({ fingerprint, dryRun, yes, json, ...options }) => {
      const { stdout, stderr, stdin } = process;
      const interrupted = new AbortController();
      // Only the first is ours: the second ends the command as it would any other.
      process.once('SIGINT', () => interrupted.abort());
      process.exitCode = await replayDeadLetters(
        {
          ...options,
          fingerprints: fingerprint,
          isDryRun: dryRun ?? false,
          isConfirmed: yes ?? false,
          asJson: json ?? false,
        },
        {
          ...(await openPipeline()),
          write: (text) => void stdout.write(text),
          tell: (text) => void stderr.write(text),
          paint: paintFor(stdout),
          ask: stdin.isTTY && stderr.isTTY ? (question) => askYesOrNo(question, interrupted.signal) : undefined,
          signal: interrupted.signal,
        },
      );
    });
}

const commaSeparated = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
