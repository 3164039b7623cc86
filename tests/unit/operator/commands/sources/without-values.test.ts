import { Command, CommanderError } from '@commander-js/extra-typings';
import { addSourcesCommand } from '../../../../../operator/commands/sources/sources-command.ts';

const unopened = () => Promise.reject(new Error('Nothing is to be opened'));

test.each([
  [['add', 'shop', 'hunter2', '--provider', 'stripe'], /too many arguments/],
  [['add', 'shop', 'more', "hun'ter2\nhunter2", '--provider', 'stripe'], /too many arguments/],
  [['rotate', 'shop', '--value=hunter2'], /unknown option '--value'/],
  [['rotate', 'shop', '--retire-old-after', 'hunter2'], /It must be how long/],
  [['add', 'shop', '--provider', 'stripe', '--not-before', "x' is hunter2"], /It must be an instant/],
])('wrong usage is told without what was typed: %j', async (args, message) => {
  const program = new Command('npm run hooks --').exitOverride();
  let told = '';
  program.configureOutput({ writeErr: (text) => void (told += text) });
  addSourcesCommand(program, unopened, () => new Date());
  const parsed = program.parseAsync(['sources', ...args], { from: 'user' });
  await expect(parsed).rejects.toBeInstanceOf(CommanderError);
  expect(told).toMatch(message);
  expect(told).not.toContain('hunter2');
});
