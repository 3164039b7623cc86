import type { Clock, Ids, Random } from '#shared/ports.ts';

/** In the form of systemIds of shared/lambda/system.ts, from the seed. */
export function createSeededIds(clock: Clock, random: Random): Ids {
  return {
    unique: () =>
      `${clock.now().getTime().toString(16).padStart(12, '0')}${hex(random)}${hex(random)}${hex(random).slice(4)}`,
    traceparent: () => `00-${hex(random)}${hex(random)}${hex(random)}${hex(random)}-${hex(random)}${hex(random)}-01`,
  };
}

/** Of every byte its two digits: a number beyond 31 bits takes several times as long to print as to look up. */
const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Eight digits. */
function hex(random: Random): string {
  const number = Math.floor(random.fraction() * 2 ** 32);
  return `${BYTES[number >>> 24]}${BYTES[(number >>> 16) & 255]}${BYTES[(number >>> 8) & 255]}${BYTES[number & 255]}`;
}
