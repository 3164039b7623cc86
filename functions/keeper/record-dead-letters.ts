import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import pMap from 'p-map';
import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { updateRecord } from '#shared/dead-letters/update-record.ts';
import { checkBatch } from '#shared/lambda/check-batch.ts';
import { beforeDeadline, startDeadline, type Deadline } from '#shared/lambda/deadline.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { FailureClass } from '#shared/messages/failure.ts';
import { tracedBy } from '#shared/messages/traceparent.ts';
import type { Clock, Log, Metrics } from '#shared/ports.ts';
import { readDeadLetter, type OfStage } from './read-dead-letter.ts';
import { isNewFailure, recordOf } from './record-of.ts';

/**
 * An item of the table may have 400 KB with its names; the dead letter's own fields and its failure of at most 4 KB need
 * less than the rest. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export const KEPT_BYTES_MAX = 384 * 1024;

export interface RecordDeadLettersPorts extends OfStage {
  readonly store: Pick<DeadLetterStore, 'get' | 'put'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
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
export function createRecordDeadLetters(ports: RecordDeadLettersPorts) {
  const { store, clock, log, metrics, replaysMax } = ports;
  const read = ({ Records }: SQSEvent, failed: Set<string>): readonly Arrival[] =>
    Records.flatMap((record) => {
      try {
        return [{ messageId: record.messageId, deadLetter: readDeadLetter(record, ports, clock.now()) }];
      } catch (error) {
        failed.add(record.messageId);
        log.error('Dead letter not kept', { ...describeMessage(record), error });
        return [];
      }
    });

  const update = async (deadLetter: DeadLetter) => {
    let isNew = false;
    const record = await updateRecord(store, {
      id: deadLetter.id,
      // Nearly every dead letter is the first of its event.
      expected: 'absent',
      decide: (kept) => {
        isNew = isNewFailure(kept, deadLetter);
        return recordOf(kept, deadLetter, replaysMax);
      },
    });
    const { worker, failure } = deadLetter;
    // The others were counted by the worker itself, when it gave up on them.
    if (isNew && FOUND_HERE.includes(failure.class)) metrics.record('DeadLetters', 1, { worker, class: failure.class });
    return record;
  };

  /** @returns whether it is kept */
  const keep = async ({ messageId, deadLetter }: Arrival, deadline: Deadline): Promise<boolean> => {
    const { failure } = deadLetter;
    const named = nameDeadLetter(deadLetter);
    try {
      checkSize(deadLetter);
      const kept = await beforeDeadline(deadline, () => update(deadLetter));
      const { class: failureClass, fingerprint } = failure;
      log.info('Dead letter kept', { ...named, class: failureClass, fingerprint, state: kept?.state });
      return true;
    } catch (error) {
      log.error('Dead letter not kept', { ...named, messageId, error });
      return false;
    }
  };

  return async function recordDeadLetters(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
    checkBatch(event, 'keeper');
    try {
      return await recordBatch(event, context);
    } finally {
      metrics.flush();
    }
  };

  async function recordBatch(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
    const deadline = startDeadline(() => context.getRemainingTimeInMillis(), clock);
    const failed = new Set<string>();
    const arrivals = Map.groupBy(read(event, failed), ({ deadLetter }) => deadLetter.id);
    // Copies of one dead letter would only lose races against each other. A batch has at most ten messages.
    await pMap(arrivals.values(), async (copies) => {
      for (const copy of copies) if (!(await keep(copy, deadline))) failed.add(copy.messageId);
    });
    deadline.end();
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  }
}

/** What no worker could tell of: it crashed on the message, or never saw it. */
const FOUND_HERE: readonly FailureClass[] = ['crashed', 'undeliverable'];

const nameDeadLetter = ({ worker, eventId, deliveryId, source, type, attributes }: DeadLetter) => ({
  worker,
  eventId,
  deliveryId,
  source,
  type,
  ...tracedBy(attributes['traceparent']),
});

const describeMessage = ({ messageId, eventSourceARN }: SQSRecord) => ({ messageId, queue: eventSourceARN });

function checkSize({ body, attributes }: DeadLetter): void {
  const bytes = [body, ...Object.entries(attributes).flat()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes <= KEPT_BYTES_MAX) return;
  throw new Error(
    `The message has ${bytes} bytes and the table takes ${KEPT_BYTES_MAX}: this pipeline never sends such a one. It stays ` +
      'on the dead-letter queue until its 14 days are over; take it from there by hand.',
  );
}
