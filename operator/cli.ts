// `npm run hooks -- <command>`: everything that is done to a running pipeline from a terminal.
import { Command, CommanderError } from '@commander-js/extra-typings';
import { styleText } from 'node:util';
import { CommandError } from './command-error.ts';
import { addDeadLettersCommand } from './commands/dead-letters/dead-letters-command.ts';
import { addSendCommand } from './commands/deliveries/send-command.ts';
import { addLedgerCommand } from './commands/ledger/ledger-command.ts';
import { exitCode } from './exit-code.ts';
import { forgetProxies } from './forget-proxies.ts';

forgetProxies(process.env);

const program = new Command('npm run hooks --')
  .description('Works with the pipeline that runs on this machine (`npm start`).')
  .helpCommand(false)
  .exitOverride()
  .showHelpAfterError('Add --help to see how it is used.')
  .addHelpText(
    'after',
    '\nExit codes:\n  0 done   1 refused, failed or not in time   2 wrong usage   3 nothing runs here   130 Ctrl-C',
  );
addSendCommand(program);
addDeadLettersCommand(program);
addLedgerCommand(program);

// `| head` closes the pipe when it has seen enough; that is no failure of the command.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCode.done);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}

function explain(error: unknown): number {
  // Commander has already printed what was wrong, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.wrongUsage;
  const text = error instanceof CommandError ? error.message : String(error instanceof Error ? error.stack : error);
  console.error(styleText('red', text, { stream: process.stderr }));
  return error instanceof CommandError ? error.exitCode : exitCode.failed;
}
