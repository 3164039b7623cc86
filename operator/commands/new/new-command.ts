import type { Command } from '@commander-js/extra-typings';
import { join } from 'node:path';
import { openTerminal } from '../../terminal/open-terminal.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

const PROVIDER_HELP = `
Example:
  npm run hooks -- new provider acme-shop

To take a provider away again, remove its folder and its line in functions/ingest/providers/index.ts, and its entry in
local/sources.json if it has one; then run \`node operator/docs/write-sources.ts --write\`.

A single source of a sender that nobody else has needs no provider: describe it in the source itself (provider: custom).`;

export function addNewCommand(program: Command): void {
  program
    .command('new')
    .description('Writes the beginnings of something new into this project.')
    .helpCommand(false)
    .command('provider')
    .description('Writes the folder of a new kind of sender, and its line in the list of providers.')
    .argument('<name>', 'as its folder and its sources name it, such as acme-shop')
    .addHelpText('after', PROVIDER_HELP)
    .action(async (name) => {
      const { newProvider } = await import('./new-provider.ts');
      openTerminal().write(newProvider(name, ROOT));
    });
}
