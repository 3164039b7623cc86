import { pointerTokens } from '#shared/messages/pointer-tokens.ts';

/** One element of an array. */
export interface Element {
  readonly value: unknown;
  /** Where it stands in the body (RFC 6901). */
  readonly pointer: string;
  /** The index for each `*` of its place, outermost first. */
  readonly indices: readonly number[];
}

/**
 * Tells the elements at a place, `*` in it standing for every index of an array. Each on its way costs a call and nothing
 * else: a body of 4 MiB has a million of them. Whoever has seen enough throws.
 */
export function findElements(view: unknown, at: string, found: (element: Element) => void): void {
  const tokens = at.split('/').slice(1);
  const names = pointerTokens(at);
  const indices: number[] = [];

  const tell = (value: unknown) => {
    const left = indices.values();
    const pointer = tokens.map((token) => `/${token === '*' ? left.next().value : token}`).join('');
    found({ value, pointer, indices: [...indices] });
  };

  const walk = (value: unknown, depth: number): void => {
    const name = names[depth];
    if (name === undefined) return tell(value);
    if (name === '*') return Array.isArray(value) ? walkAll(value, depth + 1) : undefined;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    return walk(Reflect.get(value, name), depth + 1);
  };

  const walkAll = (values: readonly unknown[], depth: number) => {
    for (let index = 0; index < values.length; index += 1) {
      indices.push(index);
      walk(values[index], depth);
      indices.pop();
    }
  };

  walk(view, 0);
}
