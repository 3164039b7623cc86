import { InvalidArgumentError } from '@commander-js/extra-typings';

export interface Attempts {
  readonly min?: number;
  readonly max?: number;
}

/** `3`, `3..5`, `3..`, `..5`: both ends are meant too. */
export function parseAttempts(text: string): Attempts {
  const [, first = '', dots, last = ''] = /^(\d{0,6})(\.\.)?(\d{0,6})$/.exec(text.trim()) ?? [];
  if (first === '' && last === '') throw wrong();
  if (dots === undefined) return { min: Number(first), max: Number(first) };
  if (first !== '' && last !== '' && Number(first) > Number(last)) throw wrong();
  return { ...(first !== '' && { min: Number(first) }), ...(last !== '' && { max: Number(last) }) };
}

const wrong = () => new InvalidArgumentError('It must be a number such as 3, or a range such as 3..5, 3.. or ..5.');
