import { pointerTokens } from '#shared/messages/pointer-tokens.ts';

/** A body as JSON, or undefined where it is none. */
export function readJsonBody(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * The body with a text at that place; at a `*`, in every element of an array.
 * @throws when there is nothing on the way to it
 */
export function putInJson(body: Buffer, place: string, text: string): Buffer {
  const view = readJsonBody(body);
  const tokens = pointerTokens(place);
  const last = tokens.at(-1) ?? '';
  const parents = tokens
    .slice(0, -1)
    .reduce<readonly unknown[]>(
      (found, token) =>
        found.flatMap((value) => (token === '*' && Array.isArray(value) ? value : [childOf(value, token)])),
      [view],
    );
  for (const parent of parents) {
    if (!isObject(parent)) throw new Error(`The body has no place ${place}`);
    parent[last] = text;
  }
  return Buffer.from(JSON.stringify(view));
}

const childOf = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
