import { randomUUID } from 'node:crypto';
import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import pMap from 'p-map';
import { indexKeys, type DeadLetter } from '#shared/messages/dead-letter.ts';
import { writeEvent } from '#shared/messages/event.ts';
import type { Endpoints } from '../../local/endpoints.ts';
import { givenDeadLetter, givenFailure } from './given-dead-letters.ts';
import { givenEvent } from './given-messages.ts';
import { pointAtEmulators } from './point-at-emulators.ts';

const PER_CALL = 25;
const CALLS_AT_ONCE = 8;
const MINUTE_MS = 60_000;

export interface ManyDeadLetters {
  readonly worker: string;
  readonly count: number;
  readonly kinds: readonly Kind[];
  readonly sources: readonly string[];
  /** The first failed then; the others followed at even distances over an hour. */
  readonly from: Date;
}

export interface Kind {
  readonly fingerprint: string;
  readonly message: string;
}

/** Dead letters of several kinds and sources, mixed: each neighbour in time is of another kind. */
export function manyDeadLetters({ worker, count, kinds, sources, from }: ManyDeadLetters): readonly DeadLetter[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length]!;
    const source = sources[Math.floor(index / kinds.length) % sources.length]!;
    const lastAt = new Date(from.getTime() + Math.floor((index * 60 * MINUTE_MS) / count)).toISOString();
    const id = randomUUID().replaceAll('-', '');
    const body = writeEvent(givenEvent({ id, deliveryId: id, source, receivedAt: lastAt }));
    return givenDeadLetter({
      id: `${worker}/${id}`,
      worker,
      eventId: id,
      deliveryId: id,
      source,
      receivedAt: lastAt,
      recordedAt: lastAt,
      failure: givenFailure({ worker, ...kind, firstAt: lastAt, lastAt }),
      body,
      attributes: { source, type: 'charge.refunded' },
    });
  });
}

/** Puts them into the table as the keeper would have. */
export async function recordDeadLetters(endpoints: Endpoints, deadLetters: readonly DeadLetter[]): Promise<void> {
  pointAtEmulators(endpoints);
  const client = new DynamoDBClient({});
  const table = endpoints.tables['DeadLettersTable']!;
  const batches = Array.from({ length: Math.ceil(deadLetters.length / PER_CALL) }, (_, index) =>
    deadLetters.slice(index * PER_CALL, (index + 1) * PER_CALL),
  );
  await pMap(
    batches,
    async (batch) => {
      const puts = batch.map((one) => ({
        PutRequest: {
          Item: marshall({ ...one, ...indexKeys(one), revision: one.id }, { removeUndefinedValues: true }),
        },
      }));
      const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts } }));
      if (Object.keys(UnprocessedItems ?? {}).length > 0) throw new Error('Some dead letters were not recorded');
    },
    { concurrency: CALLS_AT_ONCE },
  );
  client.destroy();
}
