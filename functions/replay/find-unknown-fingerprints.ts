import pMap from 'p-map';
import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { deadLetterStateSchema } from '#shared/messages/dead-letter.ts';

/** Each asks one question after the other. */
const FINGERPRINTS_AT_ONCE = 8;

export interface NamedFingerprints {
  readonly worker: string;
  readonly fingerprints: readonly string[];
}

type Store = Pick<DeadLetterStore, 'pageByFingerprint'>;

/** Those that no dead letter of the worker has, in whatever state. For most that are known one small read finds it out. */
export async function findUnknownFingerprints(
  { worker, fingerprints }: NamedFingerprints,
  store: Store,
): Promise<readonly string[]> {
  const named = [...new Set(fingerprints)];
  const areKnown = await pMap(named, (fingerprint) => isKnown(worker, fingerprint, store), {
    concurrency: FINGERPRINTS_AT_ONCE,
  });
  return named.filter((_, index) => !areKnown[index]);
}

async function isKnown(worker: string, fingerprint: string, store: Store): Promise<boolean> {
  // In the order in which they go through them: what moves on meanwhile is met in a later one.
  for (const state of deadLetterStateSchema.options) {
    let after: string | undefined;
    do {
      // oxlint-disable-next-line no-await-in-loop -- the first that is found ends it
      const page = await store.pageByFingerprint({
        fingerprint,
        state,
        limit: 1,
        ...(after !== undefined && { after }),
      });
      const ids = [...page.deadLetters.map(({ id }) => id), ...page.unreadable];
      if (ids.some((id) => id.startsWith(deadLetterId(worker, '')))) return true;
      after = page.next;
    } while (after !== undefined);
  }
  return false;
}
