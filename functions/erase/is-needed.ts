import { deadLetterStateSchema } from '#shared/messages/dead-letter.ts';
import { readDelivery } from '#shared/messages/delivery.ts';
import { isDeadLetter, type DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { Clock } from '#shared/ports.ts';
import type { Erasing } from './erasing.ts';
import { judgeDeadLetter } from './judge-dead-letter.ts';

/** Its queue lets dispatch try for some 20 minutes: what is older is published, or a dead letter. */
const UNPUBLISHED_MS_MAX = 30 * 60 * 1000;
const PAGE_LENGTH = 1000;
/** Nobody sends the others back but by force. */
const SENT_BACK = deadLetterStateSchema.options.filter((state) => state !== 'done' && state !== 'discarded');

type IsNeededPorts = Pick<Erasing, 'isMeant' | 'results'> & {
  readonly clock: Clock;
  readonly deadLetters: Pick<DeadLetterStore, 'page' | 'getMany'>;
};

/** Whether events that are not meant have yet to be cut from the signed body of an array. */
export function createIsNeeded({ clock, deadLetters, ...judging }: IsNeededPorts): Erasing['isNeeded'] {
  let found: Promise<ReadonlyMap<string, readonly string[]>> | undefined;

  return async function isNeeded(key, receivedAt) {
    // Of the hour alone its end counts.
    if (clock.now().getTime() - latestOf(receivedAt) < UNPUBLISHED_MS_MAX) return true;
    const [, , deliveryId = ''] = key.split('/');
    found ??= findByDelivery(deadLetters);
    const ids = (await found).get(deliveryId) ?? [];
    if (ids.length === 0) return false;
    for (const { record } of (await deadLetters.getMany(ids)).values()) {
      if ('unreadable' in record) return true;
      if (!isDeadLetter(record)) continue;
      // oxlint-disable-next-line no-await-in-loop -- one body of 4 MiB is held at a time
      const judged = await judgeDeadLetter(record, judging);
      if (judged === 'unreadable') return true;
      if (typeof judged === 'string' && isCutFrom(key, record.body)) return true;
    }
    return false;
  };
}

/** Ids of dispatch's dead letters, by delivery. */
async function findByDelivery({ page }: IsNeededPorts['deadLetters']): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (const state of SENT_BACK) {
    let after: string | undefined;
    do {
      // oxlint-disable-next-line no-await-in-loop -- each page says where the next one begins
      const read = await page({ worker: 'dispatch', state, limit: PAGE_LENGTH, ...(after !== undefined && { after }) });
      for (const { id, eventId } of read.deadLetters) {
        // Of an array's list the first event's id stands behind the delivery's.
        const delivery = eventId.split('.', 1)[0] ?? '';
        found.set(delivery, [...(found.get(delivery) ?? []), id]);
      }
      after = read.next;
    } while (after !== undefined);
  }
  return found;
}

function isCutFrom(key: string, message: string): boolean {
  const { body } = readDelivery(message);
  return 'key' in body && body.key === key;
}

const latestOf = (receivedAt: string) => Date.parse(`${receivedAt.slice(0, 13)}:59:59.999Z`);
