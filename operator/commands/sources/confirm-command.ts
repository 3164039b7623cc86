import type { Command } from '@commander-js/extra-typings';
import type { OpenSession } from '../session.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- sources confirm board
  npm run hooks -- sources confirm board --secret 7d2f4a90 --yes

Asana makes up the secret of a webhook and offers it while the webhook is created. Nobody vouches for an offer: confirm the one
that came when you created yours. The others are forgotten.

Exit codes: 0 done   1 nothing was offered, or answered with no   2 wrong usage   3 nothing runs here   4 access denied
--json: {"kind":"confirmed"}.`;

export function addConfirmCommand(sources: Command, open: OpenSession): void {
  sources
    .command('confirm')
    .description('Takes the secret that a sender has offered.')
    .argument('<name>', 'a source that waits for a secret')
    .option('--secret <fingerprint>', 'this one, where there are several')
    .option('--yes', 'do not ask')
    .option('--json', 'as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (name, { secret, yes, json }) => {
      const { confirm } = await import('./confirm.ts');
      const { sourceTools } = await import('./source-tools.ts');
      const asked = { name, secret, isConfirmed: yes ?? false, asJson: json ?? false };
      process.exitCode = await confirm(asked, await open(), sourceTools);
    });
}
