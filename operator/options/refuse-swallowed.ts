import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';

/**
 * An option takes the next word as its value, whatever it is: where a variable of the shell is empty, that is the next option,
 * and `--ids $IDS --dry-run` would replay for real.
 * @throws {CommandError} that names both
 */
export function refuseSwallowed(program: CommandUnknownOpts, words: readonly string[]): void {
  let command = program;
  const known = optionsOf(program);
  const optionOf = (word: string) => {
    const [name] = word.split('=', 1);
    return known.find(({ long, short }) => name === long || name === short);
  };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--') return;
    const isWhole = !word.includes('=');
    const option = optionOf(word);
    const next = words[index + 1];
    if (option?.required && isWhole) {
      if (next !== undefined && optionOf(next)) throw swallowed(word, next);
      index += 1;
    } else if (!option) {
      const found = command.commands.find((one) => one.name() === word);
      known.push(...(found ? optionsOf(found) : []));
      command = found ?? command;
    }
  }
}

/** With `--help`, which a command knows without listing it. */
const optionsOf = (command: CommandUnknownOpts) => [
  ...command.options,
  ...command
    .createHelp()
    .visibleOptions(command)
    .filter((option) => !command.options.includes(option)),
];

const swallowed = (option: string, next: string) =>
  new CommandError(
    exitCode.wrongUsage,
    `${option} has no value: the next word is the option ${next}. Is a variable of your shell empty? Nothing was done.`,
  );
