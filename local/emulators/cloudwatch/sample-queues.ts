import type { EmulatorContext } from '../emulator-context.ts';
import { countMessages, retentionStart } from '../sqs/queues/count-messages.ts';
import { listAllQueues, type Queue } from '../sqs/queues/find-queue.ts';
import { queueSeries } from './series.ts';

/** Writes down how much waits in every queue at this moment, and since when. */
export function sampleQueues(context: EmulatorContext): void {
  for (const queue of listAllQueues(context)) {
    const { visible, inFlight, delayed } = countMessages(context, queue);
    context.metrics.add(queueSeries(queue.id, 'ApproximateNumberOfMessagesVisible'), visible);
    context.metrics.add(queueSeries(queue.id, 'ApproximateNumberOfMessagesNotVisible'), inFlight);
    context.metrics.add(queueSeries(queue.id, 'ApproximateNumberOfMessagesDelayed'), delayed);
    context.metrics.add(queueSeries(queue.id, 'ApproximateAgeOfOldestMessage'), oldestSeconds(context, queue));
  }
}

/** In the seconds of SQS, which `speed` makes shorter. */
function oldestSeconds(context: EmulatorContext, queue: Queue): number {
  const oldest = context.database.get<{ sentAt: number | null }>(
    'SELECT MIN(sent_at) AS sentAt FROM messages WHERE queue_id = ? AND sent_at > ?',
    queue.id,
    retentionStart(context, queue),
  );
  const sentAt = oldest?.sentAt ?? undefined;
  return sentAt === undefined ? 0 : Math.round(((context.now() - sentAt) * context.speed) / 1000);
}
