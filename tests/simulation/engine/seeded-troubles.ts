import type { Random } from '#shared/ports.ts';
import { TROUBLES, type Scenario, type Trouble } from '../scenario.ts';
import { createNumberStream } from './number-stream.ts';
import type { Troubles } from './troubles.ts';

/**
 * What a run multiplies the chances of each trouble by. Runs that are spared one trouble and full of another come to
 * states that no even mixture comes to (Groce et al., "Swarm Testing", 2012).
 */
const INTENSITIES = [0, 0.3, 1, 1, 1, 3] as const;

interface Stream {
  readonly chances: Random;
  readonly intensity: number;
  count: number;
}

/** Everything that goes wrong follows from the seed. */
export function createSeededTroubles({
  seed,
  without,
  troublesMax,
}: Pick<Scenario, 'seed' | 'without' | 'troublesMax'>): Troubles {
  const streams = new Map<Trouble, Stream>();
  for (const trouble of TROUBLES) {
    const pick = Math.floor(createNumberStream(seed, `intensity of ${trouble}`).fraction() * INTENSITIES.length);
    const intensity = without.includes(trouble) ? 0 : (INTENSITIES[pick] ?? 1);
    streams.set(trouble, { chances: createNumberStream(seed, `chances of ${trouble}`), intensity, count: 0 });
  }
  const randoms = new Map<string, Random>();
  let left = troublesMax;
  let ended = false;

  return {
    strikes(trouble, chance) {
      if (ended || left <= 0) return false;
      const stream = streams.get(trouble);
      if (!stream || stream.intensity === 0) return false;
      if (stream.chances.fraction() >= chance * stream.intensity) return false;
      left -= 1;
      stream.count += 1;
      return true;
    },
    random(of) {
      const random = randoms.get(of) ?? createNumberStream(seed, `choices of ${of}`);
      randoms.set(of, random);
      return random;
    },
    end() {
      ended = true;
    },
    get ended() {
      return ended;
    },
    get made() {
      return new Map([...streams].filter(([, { count }]) => count > 0).map(([trouble, { count }]) => [trouble, count]));
    },
  };
}
