import type { EmulatorContext } from '../../emulator-context.ts';
import { requireQueue } from '../queues/find-queue.ts';
import type { SqsInput } from '../sqs-input.ts';

/** Gone at once, and the name is free at once: AWS asks to wait 60 s, which would only slow down a laptop. */
export function deleteQueue(context: EmulatorContext, input: SqsInput): object {
  const queue = requireQueue(context, input);
  context.database.transaction(() => {
    context.database.run('DELETE FROM messages WHERE queue_id = ?', queue.id);
    context.database.run('DELETE FROM queues WHERE id = ?', queue.id);
  });
  return {};
}
