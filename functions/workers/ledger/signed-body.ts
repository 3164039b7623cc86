import { GiveUp } from '#shared/errors.ts';
import { pointerTokens } from '#shared/messages/pointer-tokens.ts';
import type { Place } from './movements/movement-description.ts';

/** What a description looks at: the body, and one element of it where the description says each. */
export interface SignedBody {
  /** Undefined where nothing stands there, or null. */
  at(place: Place): unknown;
  /** One view for each element of the array. */
  eachOf(place: `/${string}`): readonly SignedBody[];
}

/** @throws {GiveUp} when the bytes are no JSON; the engine's own message would quote them */
export function readSignedBody(bytes: Buffer): SignedBody {
  try {
    // RFC 8259 lets a reader ignore a byte order mark.
    return signedBody(JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, '')));
  } catch {
    throw new GiveUp('The body of this event is no JSON');
  }
}

export function signedBody(body: unknown, element?: unknown): SignedBody {
  return {
    at: (place) => {
      const isInElement = place.startsWith('each:');
      return valueAt(isInElement ? element : body, isInElement ? place.slice('each:'.length) : place);
    },
    eachOf: (place) => {
      const elements = valueAt(body, place);
      if (!Array.isArray(elements)) throw new GiveUp(`This event tells of money, but ${place} is no list`);
      return elements.map((one: unknown) => signedBody(body, one));
    },
  };
}

function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const token of pointerTokens(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined;
    value = Object.getOwnPropertyDescriptor(value, token)?.value;
  }
  return value ?? undefined;
}
