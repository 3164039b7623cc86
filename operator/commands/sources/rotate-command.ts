import type { Command } from '@commander-js/extra-typings';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { parseSpan } from '../../options/parse-future.ts';
import type { OpenSession } from '../session.ts';
import { addSecretOptions, secretChoice } from './secret-options.ts';

const EXAMPLES = `
Examples:
  pbpaste | npm run hooks -- sources rotate stripe-eu --retire-old-after 24h
  npm run hooks -- sources rotate bot --generate --secret-file ./telegram-secret
  npm run hooks -- sources rotate shop --use verify-token < token

The old secrets go on counting beside the new one, unless --retire-old-after ends those of the same use.

Exit codes: 0 done   1 failed   2 wrong usage   3 nothing runs here   4 access denied   130 Ctrl-C
--json: {"kind":"source"} with fingerprint and ended; with --await-secret also awaitsSecretUntil and url.`;

export function addRotateCommand(sources: Command, open: OpenSession, now: () => Date): void {
  const command = sources
    .command('rotate')
    .description('Gives a source one more secret, from standard input or made up here.')
    .argument('<name>', 'a source')
    .option('--retire-old-after <span>', 'end the others that long after the new one counts: 24h', parseSpan);
  addSecretOptions(command, now)
    .option('--json', 'as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (name, given) => {
      const { rotate } = await import('./rotate.ts');
      const { sourceTools } = await import('./source-tools.ts');
      const choice = secretChoice(given);
      if (given.awaitSecret !== undefined && given.retireOldAfter !== undefined) {
        // Nobody knows yet whether the sender offers one at all.
        throw new CommandError(
          exitCode.wrongUsage,
          '--await-secret has no new secret yet: retire the old one afterwards.',
        );
      }
      const asked = {
        name,
        secret: given.awaitSecret === undefined ? choice : undefined,
        retireOldAfterMs: given.retireOldAfter,
        awaitsForMs: given.awaitSecret,
        asJson: given.json ?? false,
      };
      process.exitCode = await rotate(asked, await open(), sourceTools);
    });
}
