import type { EmulatorContext } from './emulator-context.ts';
import { moveMessages } from './sqs/move-tasks/move-messages.ts';
import { listRunningTasks } from './sqs/move-tasks/move-task.ts';
import { retentionStart } from './sqs/queues/count-messages.ts';
import { listAllQueues } from './sqs/queues/find-queue.ts';

/** Makes the queues of an earlier process ready: its consumers died with it, so what they held is visible again. */
export function restartQueues(context: EmulatorContext): void {
  const { database } = context;
  const now = context.now();
  database.transaction(() => {
    const release = 'UPDATE messages SET visible_at = ?1, in_flight = 0 WHERE in_flight = 1 AND visible_at > ?1';
    database.run(release, now);
    for (const queue of listAllQueues(context)) {
      database.run(
        'DELETE FROM messages WHERE queue_id = ? AND sent_at <= ?',
        queue.id,
        retentionStart(context, queue),
      );
    }
  });
  for (const task of listRunningTasks(context)) moveMessages(context, task.id);
}
