import type { Command } from '@commander-js/extra-typings';
import type { OpenSession } from '../session.ts';
import { addAddCommand } from './add-command.ts';
import { addConfirmCommand } from './confirm-command.ts';
import { addRetireCommand } from './retire-command.ts';
import { addRotateCommand } from './rotate-command.ts';
import { withoutValues } from './without-values.ts';

const CODES = 'Exit codes: 0 done   1 failed   2 wrong usage   3 nothing runs here   4 access denied';

const LIST_HELP = `
Examples:
  npm run hooks -- sources list
  npm run hooks -- sources list --secrets --stage prod

A secret is shown as the first 8 hexadecimal digits of its SHA-256, and never itself.

${CODES}
--json: {"kind":"source"} for each, or with --secrets {"kind":"secret"}.`;

const CHECK_HELP = `
Examples:
  npm run hooks -- sources check
  npm run hooks -- sources check stripe-eu --json

Exit codes: 0 nothing is wrong   1 something is   2 wrong usage   3 nothing runs here   4 access denied
--json: {"kind":"problem"} for each, with source, field, problem and fix.`;

/** @param now what `24h` is counted from */
export function addSourcesCommand(program: Command, open: OpenSession, now: () => Date): void {
  const sources = program
    .command('sources')
    .description('Who may post here: shows sources, adds them, and changes their secrets without a deploy.')
    .helpCommand(false)
    .configureOutput({ outputError: (text, write) => write(withoutValues(text)) });
  sources
    .command('list')
    .description('Shows each source: its provider, its URL, how many secrets count, and whether something is wrong.')
    .option('--secrets', 'each secret instead, by its fingerprint')
    .option('--json', 'one JSON object per line')
    .addHelpText('after', LIST_HELP)
    .action(async ({ secrets, json }) => {
      const { list } = await import('./list.ts');
      const { sourceTools } = await import('./source-tools.ts');
      const asked = { isOfSecrets: secrets ?? false, asJson: json ?? false };
      process.exitCode = await list(asked, await open(), sourceTools);
    });
  addAddCommand(sources, open, now);
  addRotateCommand(sources, open, now);
  addRetireCommand(sources, open, now);
  addConfirmCommand(sources, open);
  sources
    .command('check')
    .description('Says what is wrong with a source, or with any of them, and what to do about it.')
    .argument('[name]', 'a source; left out: all of them')
    .option('--json', 'one JSON object per problem')
    .addHelpText('after', CHECK_HELP)
    .action(async (name, { json }) => {
      const { check } = await import('./check.ts');
      const { sourceTools } = await import('./source-tools.ts');
      process.exitCode = await check({ name, asJson: json ?? false }, await open(), sourceTools);
    });
}
