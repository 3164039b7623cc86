import { pointerTokens } from '#shared/messages/pointer-tokens.ts';

/**
 * The body's JSON text without the places that a sender changes on retry, so that a retry hashes to the same.
 * @param view the parsed body; it is not changed
 * @param volatile pointers (RFC 6901) to what is left out
 */
export function bodyWithout(view: unknown, volatile: readonly string[]): string {
  const copy: unknown = structuredClone(view);
  for (const pointer of volatile) {
    const tokens = [...pointerTokens(pointer)];
    const last = tokens.pop();
    const parent = tokens.reduce<unknown>(
      (value, token) => (isMap(value) && Object.hasOwn(value, token) ? value[token] : undefined),
      copy,
    );
    if (isMap(parent) && last !== undefined) delete parent[last];
  }
  return JSON.stringify(copy);
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
