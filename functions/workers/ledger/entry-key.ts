import type { Movement } from './movement.ts';

/** Whatever names a movement, and nothing of the event that told it: every telling falls on the same key. */
export const entryKey = (
  { provider, account, movementId, kind }: Pick<Movement, 'provider' | 'account' | 'movementId' | 'kind'>,
  prefix: string,
): string => `${prefix}${[provider, account, movementId, kind].map(safePart).join('/')}.json`;

/** Two names never become one, and none leads out of its folder. */
function safePart(name: string): string {
  if (/^\.*$/.test(name)) return name.replaceAll('.', '%2E');
  return name.replace(/[^A-Za-z0-9._-]/gu, (character) =>
    [...Buffer.from(character, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}
