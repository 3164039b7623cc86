import { canaries } from '../actors/simulated-sources.ts';
import { endingsOf } from './endings.ts';
import type { Invariant } from './invariant.ts';

const SHOWN_MAX = 5;

export const nothingSecretIsShown: Invariant = {
  name: 'No log line, dead letter or receipt shows a secret or a body',
  check(history) {
    const { world } = history;
    const logged = world.log.filter((line) => showsCanary(line));
    const failures = [...endingsOf(history).deadLetters.values()].filter((deadLetter) =>
      showsCanary({ ...deadLetter, body: '' }),
    );
    const receipts = [...world.stored.results].filter(
      ([key, { bytes }]) => key.startsWith('replays/') && showsCanary(bytes.toString('utf8')),
    );
    return [
      ...logged.slice(0, SHOWN_MAX).map(({ message }) => `The log line "${message}" shows what it must not`),
      ...failures.slice(0, SHOWN_MAX).map(({ id }) => `The dead letter ${id} shows what it must not`),
      ...receipts.slice(0, SHOWN_MAX).map(([key]) => `The receipt ${key} shows what it must not`),
    ];
  },
};

/** Whatever a logger would print of it; to print every line only to look at it takes several times as long. */
function showsCanary(value: unknown): boolean {
  if (typeof value === 'string') return canaries.some((canary) => value.includes(canary));
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Error && [value.name, value.message, value.stack, value.cause].some(showsCanary)) return true;
  return Object.entries(value).some(([name, part]) => showsCanary(name) || showsCanary(part));
}
