import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import pMap from 'p-map';
import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { updateRecord } from '#shared/dead-letters/update-record.ts';
import { checkBatch } from '#shared/lambda/check-batch.ts';
import { beforeDeadline, startDeadline, type Deadline } from '#shared/lambda/deadline.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { Clock, Log } from '#shared/ports.ts';
import { readDeadLetter } from './read-dead-letter.ts';
import { recordOf } from './record-of.ts';

/**
 * An item of the table may have 400 KB with its names; the dead letter's own fields and its failure of at most 4 KB need
 * less than the rest. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export const KEPT_BYTES_MAX = 384 * 1024;

export interface RecordDeadLettersPorts {
  readonly store: Pick<DeadLetterStore, 'get' | 'put'>;
  readonly clock: Clock;
  readonly log: Log;
  /** What the names of all our queues begin with. */
  readonly queuePrefix: string;
  /** What fails after so many replays is quarantined. */
  readonly replaysMax: number;
}

interface Arrival {
  readonly messageId: string;
  readonly deadLetter: DeadLetter;
}

/**
 * The step dead-letter queues → table. There is no queue behind a dead-letter queue: what cannot be kept, or not in time,
 * is reported back, stays where it is, and comes again once its queue shows it again.
 */
export function createRecordDeadLetters({ store, clock, log, queuePrefix, replaysMax }: RecordDeadLettersPorts) {
  const read = ({ Records }: SQSEvent, failed: Set<string>): readonly Arrival[] =>
    Records.flatMap((record) => {
      try {
        return [{ messageId: record.messageId, deadLetter: readDeadLetter(record, queuePrefix, clock.now()) }];
      } catch (error) {
        failed.add(record.messageId);
        log.error('Dead letter not kept', { ...describeMessage(record), error });
        return [];
      }
    });

  const update = (deadLetter: DeadLetter) =>
    updateRecord(store, {
      id: deadLetter.id,
      // Nearly every dead letter is the first of its event.
      expected: 'absent',
      decide: (kept) => recordOf(kept, deadLetter, replaysMax),
    });

  /** @returns whether it is kept */
  const keep = async ({ messageId, deadLetter }: Arrival, deadline: Deadline): Promise<boolean> => {
    const { worker, eventId, failure } = deadLetter;
    try {
      checkSize(deadLetter);
      const kept = await beforeDeadline(deadline, () => update(deadLetter));
      const { class: failureClass, fingerprint } = failure;
      log.info('Dead letter kept', { worker, eventId, class: failureClass, fingerprint, state: kept?.state });
      return true;
    } catch (error) {
      log.error('Dead letter not kept', { worker, eventId, messageId, error });
      return false;
    }
  };

  return async function recordDeadLetters(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
    checkBatch(event, 'keeper');
    const deadline = startDeadline(() => context.getRemainingTimeInMillis(), clock);
    const failed = new Set<string>();
    const arrivals = Map.groupBy(read(event, failed), ({ deadLetter }) => deadLetter.id);
    // Copies of one dead letter would only lose races against each other. A batch has at most ten messages.
    await pMap(arrivals.values(), async (copies) => {
      for (const copy of copies) if (!(await keep(copy, deadline))) failed.add(copy.messageId);
    });
    deadline.end();
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

const describeMessage = ({ messageId, eventSourceARN }: SQSRecord) => ({ messageId, queue: eventSourceARN });

function checkSize({ body, attributes }: DeadLetter): void {
  const bytes = [body, ...Object.entries(attributes).flat()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes <= KEPT_BYTES_MAX) return;
  throw new Error(
    `The message has ${bytes} bytes and the table takes ${KEPT_BYTES_MAX}: this pipeline never sends such a one. It stays ` +
      'on the dead-letter queue until its 14 days are over; take it from there by hand.',
  );
}
