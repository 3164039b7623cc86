import type { EmulatorContext } from '../../emulator-context.ts';
import { countMessages } from '../queues/count-messages.ts';
import type { Queue } from '../queues/find-queue.ts';
import { SqsError } from '../sqs-error.ts';

/** AWS's quota of a standard queue. */
const inFlightMax = 120_000;

/**
 * How many of the wanted messages may be taken; throws OverLimit when none may. The exact count costs a walk over all
 * messages in flight, so it is taken only when the number handed out since the last count could have reached the quota.
 */
export function roomInFlight(context: EmulatorContext, queue: Queue, wanted: number): number {
  const atMost = context.inFlightAtMost.get(queue.id) ?? 0;
  if (atMost + wanted <= inFlightMax) return wanted;
  const { inFlight } = countMessages(context, queue);
  context.inFlightAtMost.set(queue.id, inFlight);
  if (inFlight >= inFlightMax) {
    throw new SqsError(
      'OverLimit',
      `The queue ${queue.name} has ${inFlightMax} messages in flight, which is the most.`,
    );
  }
  return Math.min(wanted, inFlightMax - inFlight);
}

export function addInFlight(context: EmulatorContext, queueId: number, taken: number): void {
  context.inFlightAtMost.set(queueId, (context.inFlightAtMost.get(queueId) ?? 0) + taken);
}
