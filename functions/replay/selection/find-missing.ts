import pMap from 'p-map';
import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { deadLetterStateSchema } from '#shared/messages/dead-letter.ts';
import type { Selection } from '#shared/messages/selection.ts';
import type { OnLook } from '../candidate.ts';

/** Each asks one question after the other. */
const QUESTIONS_AT_ONCE = 8;

type Store = Pick<DeadLetterStore, 'countOfGroup' | 'getMany' | 'page'>;

/** Fingerprints and delivery ids that were named, and that no dead letter of the worker has, in whatever state. */
export async function findMissing(
  { from, fingerprints = [], deliveries = [] }: Pick<Selection, 'from' | 'fingerprints' | 'deliveries'>,
  store: Store,
  onLook: OnLook,
): Promise<readonly string[]> {
  const [unknownFingerprints, unknownDeliveries] = await Promise.all([
    findUnknownFingerprints(from, [...new Set(fingerprints)], store, onLook),
    findUnknownDeliveries(from, new Set(deliveries), store, onLook),
  ]);
  return [...unknownFingerprints, ...unknownDeliveries];
}

async function findUnknownFingerprints(worker: string, named: readonly string[], store: Store, onLook: OnLook) {
  const areKnown = await pMap(
    named,
    async (fingerprint) => {
      await onLook();
      return isKnown(worker, fingerprint, store);
    },
    { concurrency: QUESTIONS_AT_ONCE },
  );
  return named.filter((_, index) => !areKnown[index]);
}

async function isKnown(worker: string, fingerprint: string, store: Store): Promise<boolean> {
  // In the order in which they go through them: what moves on meanwhile is met in a later one.
  for (const state of deadLetterStateSchema.options) {
    // oxlint-disable-next-line no-await-in-loop -- the first that is found ends it
    if ((await store.countOfGroup({ worker, state, fingerprint })) > 0) return true;
  }
  return false;
}

/** Most deliveries are one event, which is called the same; those of arrays are looked for among all. */
async function findUnknownDeliveries(worker: string, named: ReadonlySet<string>, store: Store, onLook: OnLook) {
  if (named.size === 0) return [];
  const found = await store.getMany([...named].map((id) => deadLetterId(worker, id)));
  const unknown = new Set([...named].filter((id) => !found.has(deadLetterId(worker, id))));
  for (const state of deadLetterStateSchema.options) {
    let after: string | undefined;
    while (unknown.size > 0) {
      // oxlint-disable no-await-in-loop -- each page says where the next one begins
      await onLook();
      const page = await store.page({ worker, state, ...(after !== undefined && { after }) });
      // oxlint-enable no-await-in-loop
      for (const { deliveryId } of page.deadLetters) if (deliveryId !== undefined) unknown.delete(deliveryId);
      after = page.next;
      if (after === undefined) break;
    }
  }
  return [...unknown];
}
