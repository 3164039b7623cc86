import type { EmulatorContext } from '../../emulator-context.ts';
import { elapsedMs } from '../../emulator-context.ts';
import { requireQueue } from '../queues/find-queue.ts';
import { SqsError } from '../sqs-error.ts';
import type { SqsInput } from '../sqs-input.ts';

const secondsBetweenPurges = 60;

export function purgeQueue(context: EmulatorContext, input: SqsInput): object {
  const queue = requireQueue(context, input);
  const now = context.now();
  if (queue.purgedAt !== null && now - queue.purgedAt < elapsedMs(context, secondsBetweenPurges)) {
    throw new SqsError(
      'PurgeQueueInProgress',
      `Only one PurgeQueue operation on ${queue.name} is allowed every ${secondsBetweenPurges} seconds.`,
    );
  }
  context.database.transaction(() => {
    context.database.run('DELETE FROM messages WHERE queue_id = ?', queue.id);
    context.database.run('UPDATE queues SET purged_at = ? WHERE id = ?', now, queue.id);
  });
  return {};
}
