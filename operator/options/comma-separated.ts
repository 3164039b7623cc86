import { InvalidArgumentError } from '@commander-js/extra-typings';

/** For an option of a command that may name several; given twice it names those of both. */
export function commaSeparated(text: string, before: readonly string[] = []): string[] {
  const names = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (names.length === 0) throw new InvalidArgumentError('It names nothing: is a variable of your shell empty?');
  return [...before, ...names];
}
