/** How far a search for dead letters has come. */
export interface Place {
  /** From 0: which of the parts that it goes through one after the other, such as a state. */
  readonly part: number;
  /** Behind what of it, in words of whoever lists it; left out: at its begin. */
  readonly after?: string;
}

/** In a listing: all before this place was given. */
export interface PageEnd {
  readonly reached: Place;
  /** Ids on this page of which nobody can tell whether they are meant. */
  readonly unreadable?: readonly string[];
}

/** As a receipt keeps it. */
export const writePlace = ({ part, after = '' }: Place): string => `${part}:${after}`;

/** @throws {Error} for a text that is no place */
export function readPlace(text: string): Place {
  const [, part, after] = /^(\d+):([^]*)$/.exec(text) ?? [];
  if (part === undefined) throw new Error('The receipt does not say how far its run has come');
  return { part: Number(part), ...(after && { after }) };
}
