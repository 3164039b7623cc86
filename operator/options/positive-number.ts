import { InvalidArgumentError } from '@commander-js/extra-typings';

/** For an option of a command. */
export function positiveNumber(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('It must be a number above 0.');
}
