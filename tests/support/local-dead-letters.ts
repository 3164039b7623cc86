import { setTimeout as sleep } from 'node:timers/promises';
import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import {
  createDeadLetterStore,
  DEAD_LETTER_INDEXES,
  isDeadLetter,
  type DeadLetterStore,
  type StoredDeadLetter,
} from '#shared/dead-letters/dead-letter-store.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { Endpoints } from '../../local/endpoints.ts';
import { localTable } from './local-table.ts';

const LOOK_EVERY_MS = 100;

type Stored = StoredDeadLetter['record'];

/** The dead letters of a running pipeline. */
export function localDeadLetters(endpoints: Endpoints) {
  const store: DeadLetterStore = createDeadLetterStore(localTable(endpoints, 'DeadLettersTable', DEAD_LETTER_INDEXES));
  const get = async (worker: string, eventId: string): Promise<Stored | undefined> => {
    const stored = await store.get(deadLetterId(worker, eventId));
    return stored?.record;
  };

  return {
    store,
    get,
    /** The record of the event, as soon as it is so. */
    async waitFor(
      { worker, eventId, within = 60_000 }: { worker: string; eventId: string; within?: number },
      isReached: (record: Stored) => boolean = isDeadLetter,
    ): Promise<Stored> {
      const deadline = performance.now() + within;
      for (;;) {
        const record = await get(worker, eventId);
        if (record !== undefined && isReached(record)) return record;
        if (performance.now() > deadline) {
          throw new Error(`${worker}/${eventId} is not as awaited after ${within} ms: ${JSON.stringify(record)}`);
        }
        await sleep(LOOK_EVERY_MS);
      }
    },
    /** The dead letter with its message, once it is open. */
    async waitForOpen(worker: string, eventId: string, within = 60_000): Promise<DeadLetter> {
      const record = await this.waitFor({ worker, eventId, within }, ({ state }) => state === 'open');
      if (isDeadLetter(record)) return record;
      throw new Error(`${worker}/${eventId} is open without a message`);
    },
  };
}

export type LocalDeadLetters = ReturnType<typeof localDeadLetters>;
