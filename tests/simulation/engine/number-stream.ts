import type { Random } from '#shared/ports.ts';

/** How often the generator is turned before its first number: https://pracrand.sourceforge.net/RNG_engines.txt */
const WARM_UP = 12;

/** Chris Doty-Humphrey's sfc32: the same numbers for the same seed and name, and unlike those of any other name. */
export function createNumberStream(seed: number, name: string): Random {
  const [a0, b0, c0] = statesOf(seed, name);
  let [a, b, c, counter] = [a0, b0, c0, 1];
  const fraction = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let turn = 0; turn < WARM_UP; turn += 1) fraction();
  return { fraction };
}

/** FNV-1a of both, then splitmix32 of it for each word of the state. */
function statesOf(seed: number, name: string): readonly [number, number, number] {
  let hash = 0x811c9dc5;
  for (const character of `${seed} ${name}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  const next = () => {
    hash = (hash + 0x9e3779b9) | 0;
    let mixed = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
  return [next(), next(), next()];
}
