import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';

/** What gives another answer, or comes at another time, whenever it is asked. */
const PLACES: readonly (readonly [object, readonly string[]])[] = [
  [Math, ['random']],
  [globalThis, ['setTimeout', 'setInterval', 'setImmediate']],
  [timers, ['setTimeout', 'setInterval', 'setImmediate']],
  [timersPromises, ['setTimeout', 'setInterval', 'setImmediate']],
  [crypto, ['randomUUID', 'randomBytes', 'randomInt', 'randomFillSync', 'getRandomValues']],
  [AbortSignal, ['timeout']],
  [performance, ['now']],
];

/**
 * During a run nothing may ask for real time or real chance: the same scenario would no longer make the same run. Whoever
 * does is told so by a throw, at the place where it does.
 * @returns what puts the real ones back, and throws when anything was asked for: a step may have taken the throw for a
 * call that failed
 */
export function refuseChance(): () => void {
  const asked = new Set<string>();
  const restores = PLACES.flatMap(([place, names]) => names.map((name) => refuse(place, name, asked)));
  syncBuiltinESMExports();
  return () => {
    for (const restore of restores) restore();
    syncBuiltinESMExports();
    if (asked.size > 0) throw refusal([...asked].join(', '));
  };
}

function refuse(place: object, name: string, asked: Set<string>): () => void {
  const real: unknown = Reflect.get(place, name);
  Reflect.set(place, name, () => {
    asked.add(name);
    throw refusal(name);
  });
  return () => void Reflect.set(place, name, real);
}

const refusal = (names: string) =>
  new Error(`A simulated run must know nothing of real time and real chance, and asked for ${names}`);
