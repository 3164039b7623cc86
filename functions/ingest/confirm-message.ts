import { writeSpilledMessage } from '#shared/messages/spilled-message.ts';
import type { Clock, Objects, Queue, QueueMessage } from '#shared/ports.ts';
import { within } from '#shared/within.ts';
import { createOutage } from './outage.ts';

/** SQS confirms in some 10 ms, a cold connection included in some 100; one that takes so much longer is in trouble. */
export const SEND_WITHIN_MS = 800;
/** S3 stores a message in some 30 ms. Both waits together leave a sender who gives up after 3 s its answer. */
export const SPILL_WITHIN_MS = 700;

export interface ConfirmMessagePorts {
  readonly deliveries: Pick<Queue, 'send'>;
  /** The results bucket, through a client with little patience. */
  readonly spill: Pick<Objects, 'put'>;
  readonly clock: Clock;
}

/** Resolves once the message is durable; with the reason why it is not on the queue, where it lies in the bucket. */
export type ConfirmMessage = (message: QueueMessage, spillKey: string) => Promise<'queued' | Error>;

/** Makes a message durable on the queue, or else in the bucket, from where sweep puts it on the queue. */
export function createConfirmMessage({ deliveries, spill, clock }: ConfirmMessagePorts): ConfirmMessage {
  const outage = createOutage(clock);

  /** The client has its own time-out, but a name that is not resolved or a socket that is not given out need not meet it. */
  const whyNotIn = async (ms: number, work: Promise<void>): Promise<Error | undefined> => {
    try {
      return (await within(work, ms, clock)) === 'late' ? new Error(`No answer within ${ms} ms`) : undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };

  const whyNotQueued = async (message: QueueMessage): Promise<Error | undefined> => {
    const cause = await whyNotIn(SEND_WITHIN_MS, deliveries.send(message));
    if (!cause) {
      outage.sendConfirmed();
      return undefined;
    }
    outage.sendFailed();
    return new Error('The queue did not confirm', { cause });
  };

  /** A message that was late for the queue and has arrived there all the same is there twice, which is allowed. */
  const whyNotSpilled = (message: QueueMessage, key: string): Promise<Error | undefined> =>
    whyNotIn(SPILL_WITHIN_MS, spill.put(key, writeSpilledMessage(message), { contentType: 'application/json' }));

  return async function confirmMessage(message, spillKey) {
    const isQueueSkipped = outage.isOn();
    const notQueued = isQueueSkipped ? new Error(SKIPPED) : await whyNotQueued(message);
    if (!notQueued) return 'queued';
    const notSpilled = await whyNotSpilled(message, spillKey);
    if (!notSpilled) return notQueued;
    // Nobody is refused over a queue that was not asked: it may be back.
    const stillNotQueued = isQueueSkipped ? await whyNotQueued(message) : notQueued;
    if (!stillNotQueued) return 'queued';
    // One chain of causes holds both reasons, because a log shows no other.
    throw new Error(`The bucket did not confirm either: ${String(notSpilled)}`, { cause: stillNotQueued });
  };
}

const SKIPPED = 'The queue was not asked: it has just failed again and again';
