import type { Command } from '@commander-js/extra-typings';

const EXAMPLES = `
Examples:
  npm run hooks -- ledger balance
  npm run hooks -- ledger balance --json

Each entry is one movement of money, however often and by whichever events it was told. Money of test mode is in accounts
ending in :test, and is never added to money. Events that are open dead letters of the ledger are in no account: a line
says how many there are.`;

export function addLedgerCommand(program: Command): void {
  const ledger = program
    .command('ledger')
    .description('Looks at the money that the ledger worker has counted.')
    .helpCommand(false);
  ledger
    .command('balance')
    .description('Reads and checks every entry, and shows what each account holds in each currency.')
    .option('--json', 'one JSON object; amounts are text, in minor units and in decimals')
    .addHelpText('after', EXAMPLES)
    .action(async ({ json }) => {
      const { balance } = await import('./balance.ts');
      process.exitCode = await balance({ asJson: json ?? false });
    });
}
