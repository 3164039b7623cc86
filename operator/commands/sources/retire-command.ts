import type { Command } from '@commander-js/extra-typings';
import { parseFuture } from '../../options/parse-future.ts';
import type { OpenSession } from '../session.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- sources retire stripe-eu --secret 7d2f4a90
  npm run hooks -- sources retire stripe-eu --secret 7d2f4a90 --not-after 24h --yes
  npm run hooks -- sources retire stripe-eu

Without --not-after it ends within a minute, which is how often ingest reads its sources. Earlier versions of the object keep it on AWS, to see who could post when.

Exit codes: 0 done   1 failed, or answered with no   2 wrong usage   3 nothing runs here   4 access denied
--json: {"kind":"retired"}.`;

export function addRetireCommand(sources: Command, open: OpenSession, now: () => Date): void {
  sources
    .command('retire')
    .description('Ends a secret of a source, or the whole source.')
    .argument('<name>', 'a source')
    .option('--secret <fingerprint>', 'this secret alone, as `list --secrets` shows it')
    .option('--not-after <time>', 'not within a minute, but then: 24h, 2026-01-31T08:00Z', (text) =>
      parseFuture(text, now()),
    )
    .option('--yes', 'do not ask')
    .option('--json', 'as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (name, { secret, notAfter, yes, json }) => {
      const { retire } = await import('./retire.ts');
      const { sourceTools } = await import('./source-tools.ts');
      const asked = { name, secret, notAfter, isConfirmed: yes ?? false, asJson: json ?? false };
      process.exitCode = await retire(asked, await open(), sourceTools);
    });
}
