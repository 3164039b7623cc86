import { queueNameOfArn } from '../../arn.ts';
import { queueSeries } from '../../cloudwatch/series.ts';
import type { EmulatorContext } from '../../emulator-context.ts';
import { elapsedMs } from '../../emulator-context.ts';
import { retentionStart } from '../queues/count-messages.ts';
import type { Queue } from '../queues/find-queue.ts';
import { findQueueById, findQueueByName, integerAttribute } from '../queues/find-queue.ts';
import { redrivePolicy } from '../queues/redrive-policy.ts';
import { findVisible } from './find-visible.ts';
import { noteTaken } from './noisy-tenants.ts';
import type { ReceivedMessage } from './received-message.ts';
import { addInFlight, roomInFlight } from './room-in-flight.ts';
import type { MessageRow } from './to-received-message.ts';
import { toReceivedMessage } from './to-received-message.ts';

export interface TakeOptions {
  readonly max: number;
  /** Instead of the queue's own. */
  readonly visibilitySeconds?: number | undefined;
}

interface DeadLetters {
  readonly queue: Queue;
  readonly maxReceiveCount: number;
}

/**
 * Receives what is visible now. On the way it drops what outlived its retention, and moves what was received too often
 * to the dead-letter queue: SQS does that on the receive that would exceed the count, not when the last attempt fails.
 */
export function takeMessages(context: EmulatorContext, queueId: number, options: TakeOptions): ReceivedMessage[] {
  const { database } = context;
  const now = context.now();
  return database.transaction(() => {
    const queue = findQueueById(context, queueId);
    if (!queue) return [];
    const max = roomInFlight(context, queue, options.max);
    const deadLetters = findDeadLetters(context, queue);
    const expiredUntil = retentionStart(context, queue);
    const visibleAt =
      now + elapsedMs(context, options.visibilitySeconds ?? integerAttribute(queue, 'VisibilityTimeout'));
    const taken: ReceivedMessage[] = [];
    while (taken.length < max) {
      const rows = findVisible(context, queueId, { now, max: max - taken.length });
      for (const row of rows) {
        if (row.sent_at <= expiredUntil) database.run('DELETE FROM messages WHERE sequence = ?', row.sequence);
        else if (deadLetters && row.receive_count >= deadLetters.maxReceiveCount)
          bury(context, row, queue, deadLetters);
        else taken.push(take(context, row, now, visibleAt));
      }
      // With a visibility timeout of 0 a message taken is visible still, and must not be taken twice in one receive.
      if (rows.length === 0 || (visibleAt === now && taken.length > 0)) break;
    }
    addInFlight(context, queueId, taken.length);
    if (taken.length > 0) context.metrics.add(queueSeries(queueId, 'NumberOfMessagesReceived'), taken.length);
    noteTaken(
      context,
      queueId,
      taken.map(({ attributes }) => attributes['MessageGroupId'] ?? null),
    );
    return taken;
  });
}

/** A dead-letter queue that was deleted since is none: its messages stay where they are, as on AWS. */
function findDeadLetters(context: EmulatorContext, queue: Queue): DeadLetters | undefined {
  const policy = redrivePolicy(queue.attributes);
  const name = policy && queueNameOfArn(context, policy.deadLetterTargetArn);
  const target = name === undefined ? undefined : findQueueByName(context, name);
  return policy && target && { queue: target, maxReceiveCount: policy.maxReceiveCount };
}

function bury(context: EmulatorContext, row: MessageRow, source: Queue, deadLetters: DeadLetters): void {
  context.database.run(
    'UPDATE messages SET queue_id = ?, visible_at = ?, in_flight = 0, dead_letter_source = ? WHERE sequence = ?',
    deadLetters.queue.id,
    context.now(),
    source.arn,
    row.sequence,
  );
  context.waiters.wake(deadLetters.queue.id);
}

function take(context: EmulatorContext, row: MessageRow, now: number, visibleAt: number): ReceivedMessage {
  const receiveCount = row.receive_count + 1;
  const firstReceivedAt = row.first_received_at ?? now;
  context.database.run(
    'UPDATE messages SET visible_at = ?, in_flight = ?, receive_count = ?, first_received_at = ? WHERE sequence = ?',
    visibleAt,
    visibleAt > now ? 1 : 0,
    receiveCount,
    firstReceivedAt,
    row.sequence,
  );
  return toReceivedMessage(context, { ...row, receive_count: receiveCount, first_received_at: firstReceivedAt });
}
