import type { Command } from '@commander-js/extra-typings';
import { addListCommand } from './list-command.ts';
import { addReplayCommand } from './replay-command.ts';
import { addShowCommand } from './show-command.ts';

export function addDeadLettersCommand(program: Command): void {
  const deadLetters = program
    .command('dead-letters')
    .description('What failed: lists it, shows why, and sends it back to its worker.')
    .helpCommand(false);
  addListCommand(deadLetters);
  addShowCommand(deadLetters);
  addReplayCommand(deadLetters);
}
