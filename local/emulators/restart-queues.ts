import type { EmulatorContext } from './emulator-context.ts';
import { moveMessages } from './sqs/move-tasks/move-messages.ts';
import { listRunningTasks } from './sqs/move-tasks/move-task.ts';
import { retentionStart } from './sqs/queues/count-messages.ts';
import { listAllQueues } from './sqs/queues/find-queue.ts';

// The largest DelaySeconds of SQS: what is not in flight and hidden for longer was written by a clock that ran ahead.
const delayMsMax = 900_000;

/** Makes the queues of an earlier process ready. */
export function restartQueues(context: EmulatorContext): void {
  const { database } = context;
  database.transaction(() => {
    giveBackInterrupted(context);
    forgetTheFuture(context);
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

/**
 * The consumers of these messages died with the process, so they are visible again. Their last receive does not count:
 * it ended with this process and not with the function, and a few restarts must not turn a good message into a dead
 * letter. A receive that had failed before that is given back too, which costs one more attempt and loses nothing.
 */
function giveBackInterrupted(context: EmulatorContext): void {
  context.database.run(
    `UPDATE messages
     SET in_flight = 0,
         visible_at = MIN(visible_at, ?),
         first_received_at = CASE WHEN receive_count > 1 THEN first_received_at END,
         receive_count = MAX(receive_count - 1, 0)
     WHERE in_flight = 1`,
    context.now(),
  );
}

/** A clock that ran ahead and was put right would else hide messages, and keep them, until that time comes. */
function forgetTheFuture(context: EmulatorContext): void {
  const now = context.now();
  context.database.run('UPDATE messages SET visible_at = ?1 WHERE visible_at > ?1 + ?2', now, delayMsMax);
  context.database.run('UPDATE messages SET sent_at = ?1 WHERE sent_at > ?1', now);
}
