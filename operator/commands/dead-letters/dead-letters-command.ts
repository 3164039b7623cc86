import type { Command } from '@commander-js/extra-typings';
import type { OpenSession } from '../session.ts';
import { addDiscardCommand } from './discard-command.ts';
import { addGroupsCommand } from './groups-command.ts';
import { addListCommand } from './list-command.ts';
import { addReplayCommand } from './replay-command.ts';
import { addShowCommand } from './show-command.ts';

/** @param now what `--since 2h` is counted back from */
export function addDeadLettersCommand(program: Command, open: OpenSession, now: () => Date): void {
  const deadLetters = program
    .command('dead-letters')
    .description('What failed: lists it, groups it by reason, shows why, sends it back to its worker, or closes it.')
    .helpCommand(false);
  addListCommand(deadLetters, open, now);
  addGroupsCommand(deadLetters, open);
  addShowCommand(deadLetters, open);
  addReplayCommand(deadLetters, open, now);
  addDiscardCommand(deadLetters, open, now);
}
