// What `hooks plan` takes for a slip of the hand, before anything is packaged.
import { Command } from '@commander-js/extra-typings';
import { addPlanCommand } from '../../../../../operator/commands/plan/plan-command.ts';

const told = async (words: readonly string[]) => {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addPlanCommand(program, () => 'prod');
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => undefined });
  return program.parseAsync(['plan', ...words], { from: 'user' }).then(
    () => 'planned',
    (error: Error) => error.message,
  );
};

test.each([
  ['--rate', '1e9'],
  ['--rate', '1e-9'],
  ['--rate', '0'],
  ['--rate', '-1'],
  ['--rate', 'many'],
  ['--rate', ''],
  // Ingest takes 4 MiB.
  ['--size', '5000'],
  ['--size', '0'],
])('%s %j is refused with what it may be', async (option, value) => {
  await expect(told([option, value])).resolves.toMatch(/It must be a number from [\d.]+ to \d+\./);
});
