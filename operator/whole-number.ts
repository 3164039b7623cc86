import { InvalidArgumentError } from '@commander-js/extra-typings';

/** For an option of a command. */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 on.');
}
