import type { EmulatorContext } from '../../emulator-context.ts';
import type { Queue } from './find-queue.ts';

export function writeTags(context: EmulatorContext, queue: Queue, tags: Readonly<Record<string, string>>): void {
  context.database.run('UPDATE queues SET tags = ? WHERE id = ?', JSON.stringify(tags), queue.id);
}
