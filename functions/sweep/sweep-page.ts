import pMap from 'p-map';
import { readSpilledMessage } from '#shared/messages/spilled-message.ts';
import type { Objects, Queue, QueueMessage } from '#shared/ports.ts';

export interface SweepPagePorts {
  readonly deliveries: Pick<Queue, 'sendAll'>;
  readonly spilled: Pick<Objects, 'list' | 'get' | 'remove'>;
}

/** What stays in the bucket; of the last kind it is on the queue all the same, and will be there twice. */
export interface Unswept {
  readonly key: string;
  readonly because: 'not readable' | 'not confirmed' | 'not removed';
  readonly error: unknown;
}

export interface SweptPage {
  /** How many messages the queue has confirmed. */
  readonly confirmed: number;
  readonly unswept: readonly Unswept[];
}

interface SpilledMessage {
  readonly key: string;
  readonly message: QueueMessage;
}

/** Puts the messages under these keys on the queue, and removes what the queue has confirmed. */
export function createSweepPage({ deliveries, spilled }: SweepPagePorts) {
  const read = async (key: string): Promise<SpilledMessage | Unswept | 'gone'> => {
    try {
      const stored = await spilled.get(key);
      return stored === 'missing' ? 'gone' : { key, message: readSpilledMessage(stored.bytes) };
    } catch (error) {
      if (await isGone(key, spilled)) return 'gone';
      return { key, because: 'not readable', error };
    }
  };

  const send = async (found: readonly SpilledMessage[]) => {
    const errors = await deliveries.sendAll(found.map(({ message }) => message));
    return found.map(({ key }, index) => ({ key, error: errors[index] }));
  };

  const remove = async (key: string): Promise<Unswept | undefined> => {
    try {
      await spilled.remove(key);
      return undefined;
    } catch (error) {
      return { key, because: 'not removed', error };
    }
  };

  return async function sweepPage(keys: readonly string[]): Promise<SweptPage> {
    const found = await pMap(keys, read);
    const sent = await send(found.filter((one) => one !== 'gone' && 'message' in one));
    const confirmed = sent.filter(({ error }) => !error).map(({ key }) => key);
    const removals = await pMap(confirmed, remove);
    return {
      confirmed: confirmed.length,
      unswept: [
        ...found.filter((one) => one !== 'gone' && 'because' in one),
        ...sent.flatMap(({ key, error }) => (error ? [{ key, because: 'not confirmed' as const, error }] : [])),
        ...removals.filter((one) => one !== undefined),
      ],
    };
  };
}

/**
 * Another sweep was quicker. S3 calls a missing object forbidden to who may list a part of the bucket alone, so the list
 * decides.
 */
async function isGone(key: string, spilled: Pick<Objects, 'list'>): Promise<boolean> {
  try {
    for await (const listing of spilled.list(key)) if (listing.key === key) return false;
    return true;
  } catch {
    // Nothing is known of it: then it counts as what the reading made of it.
    return false;
  }
}
