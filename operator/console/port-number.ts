import { InvalidArgumentError } from '@commander-js/extra-typings';

/** Ports have 16 bits. */
export const PORT_MAX = 65_535;

/** For an option of a command; 0 takes any free one. */
export function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= PORT_MAX) return Number(text);
  throw new InvalidArgumentError(`It must be a port: 1 to ${PORT_MAX}, or 0 for any free one.`);
}
