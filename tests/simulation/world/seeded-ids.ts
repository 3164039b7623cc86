import type { Clock, Ids, Random } from '#shared/ports.ts';

/** In the form of systemIds of shared/lambda/system.ts, from the seed. */
export function createSeededIds(clock: Clock, random: Random): Ids {
  return {
    unique: () =>
      `${clock.now().getTime().toString(16).padStart(12, '0')}${hex(random)}${hex(random)}${hex(random).slice(4)}`,
    traceparent: () => `00-${hex(random)}${hex(random)}${hex(random)}${hex(random)}-${hex(random)}${hex(random)}-01`,
  };
}

/** Eight digits. */
const hex = (random: Random) =>
  Math.floor(random.fraction() * 2 ** 32)
    .toString(16)
    .padStart(8, '0');
