import { pointerTokens } from '#shared/messages/pointer-tokens.ts';

/**
 * Takes away the places that a sender changes on retry, so that a retry hashes to the same.
 * @param value a parsed body that nobody else holds: it is changed
 * @param places pointers (RFC 6901); a `*` stands for every index of an array, and at the end for all that it holds
 */
export function withoutPlaces(value: unknown, places: readonly string[]): unknown {
  for (const pointer of places) {
    const tokens = [...pointerTokens(pointer)];
    const last = tokens.pop();
    const holders = tokens.reduce<readonly unknown[]>(
      (values, token) => values.flatMap((one) => valuesOf(one, token)),
      [value],
    );
    for (const holder of holders) if (last !== undefined) drop(holder, last);
  }
  return value;
}

function drop(holder: unknown, name: string): void {
  if (name === '*' && Array.isArray(holder)) holder.length = 0;
  else if (isMap(holder)) delete holder[name];
}

function valuesOf(value: unknown, token: string): readonly unknown[] {
  if (token === '*' && Array.isArray(value)) return value;
  return isMap(value) && Object.hasOwn(value, token) ? [value[token]] : [];
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
