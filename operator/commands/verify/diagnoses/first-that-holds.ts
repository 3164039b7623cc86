import type { Checked, RefusedCase } from '../signature-case.ts';

/** Something to try in place of what is there, and what it means if it holds. */
export interface Trial {
  readonly meaning: string;
  readonly changed: Partial<Checked>;
}

/** The meaning of the first trial that is accepted. */
export async function firstThatHolds({ holds }: RefusedCase, trials: readonly Trial[]): Promise<string | undefined> {
  for (const { meaning, changed } of trials) {
    // oxlint-disable-next-line no-await-in-loop -- the first that holds ends it
    if (await holds(changed)) return meaning;
  }
  return undefined;
}

/** Trials with other bodies; the same body is none. */
export const withBodies = (
  { request }: RefusedCase,
  bodies: readonly (readonly [meaning: string, body: Buffer | undefined])[],
): readonly Trial[] =>
  bodies.flatMap(([meaning, body]) =>
    body === undefined || body.equals(request.body) ? [] : [{ meaning, changed: { request: { ...request, body } } }],
  );
