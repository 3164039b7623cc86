import { canaries } from '../actors/simulated-sources.ts';
import { endingsOf } from './endings.ts';
import type { Invariant } from './invariant.ts';

const SHOWN_MAX = 5;

export const nothingSecretIsShown: Invariant = {
  name: 'No log line, dead letter or receipt shows a secret or a body',
  check(history) {
    const { world } = history;
    const logged = world.log.filter((line) => showsCanary(JSON.stringify(line, withErrors)));
    const failures = [...endingsOf(history).deadLetters.values()].filter((deadLetter) =>
      showsCanary(JSON.stringify({ ...deadLetter, body: '' })),
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

const showsCanary = (text: string) => canaries.some((canary) => text.includes(canary));

/** As a logger prints them. */
function withErrors(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  return { ...Object.fromEntries(Object.entries(value)), name, message, stack, cause };
}
