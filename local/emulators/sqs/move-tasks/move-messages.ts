import type { EmulatorContext } from '../../emulator-context.ts';
import { storeMessage } from '../messages/store-message.ts';
import type { MoveTask } from './move-task.ts';
import { endMoveTask, findQueueOfArn, findTask } from './move-task.ts';
import type { MessageRow } from '../messages/to-received-message.ts';

// AWS moves at most 500 messages a second; without a rate of the caller's that is the rate.
const ratePerSecondMax = 500;

// Often enough that a low rate is even and a high one moves small batches.
const tickMs = 20;

/** Moves in the background, at the task's rate, until it is done, cancelled, failed, or the emulators close. */
export function moveMessages(context: EmulatorContext, taskId: number): void {
  const startedAt = context.now();
  const movedBefore = findTask(context, taskId)?.moved ?? 0;
  const tick = () => {
    // A closed database, or a task that was cancelled since, is the end.
    const task = context.isClosed() ? undefined : findTask(context, taskId);
    if (task?.status !== 'RUNNING') return;
    const rate = (task.rate_per_second ?? ratePerSecondMax) * context.speed;
    const due = movedBefore + 1 + Math.floor(((context.now() - startedAt) / 1000) * rate) - task.moved;
    context.database.transaction(() => moveSome(context, task, due));
    setTimeout(tick, tickMs);
  };
  setImmediate(tick);
}

function moveSome(context: EmulatorContext, task: MoveTask, due: number): void {
  const max = Math.min(due, task.to_move - task.moved);
  const rows = oldestVisible(context, task, max);
  for (const [index, row] of rows.entries()) {
    const failureReason = moveOne(context, task, row);
    if (failureReason === undefined) continue;
    countMoved(context, task, index);
    endMoveTask(context, task.id, { status: 'FAILED', failureReason });
    return;
  }
  countMoved(context, task, rows.length);
  // Those in flight when the task began are not its own; what bounces back meanwhile would keep it going for ever.
  const isDone = task.moved + rows.length >= task.to_move || (rows.length === 0 && max > 0);
  if (isDone) endMoveTask(context, task.id, { status: 'COMPLETED' });
}

function oldestVisible(context: EmulatorContext, task: MoveTask, max: number): readonly MessageRow[] {
  const source = findQueueOfArn(context, task.source_arn);
  if (!source || max <= 0) return [];
  return context.database.all<MessageRow>(
    `SELECT * FROM messages JOIN message_contents USING (sequence)
     WHERE queue_id = ? AND visible_at <= ? ORDER BY visible_at LIMIT ?`,
    source.id,
    context.now(),
    max,
  );
}

/** A moved message is a new one: id, sent time and receive count start again. Returns why it cannot be moved. */
function moveOne(context: EmulatorContext, task: MoveTask, row: MessageRow): string | undefined {
  const destinationArn = task.destination_arn ?? row.dead_letter_source;
  if (destinationArn === null) return 'CouldNotDetermineMessageSource';
  const destination = findQueueOfArn(context, destinationArn);
  if (!destination) return 'AWS.SimpleQueueService.NonExistentQueue';
  storeMessage(context, destination.id, {
    body: row.body,
    attributes: JSON.parse(row.attributes ?? '{}'),
    delaySeconds: 0,
    groupId: row.group_id ?? undefined,
    traceHeader: row.trace_header ?? undefined,
  });
  context.database.run('DELETE FROM messages WHERE sequence = ?', row.sequence);
  return undefined;
}

function countMoved(context: EmulatorContext, task: MoveTask, count: number): void {
  if (count > 0) context.database.run('UPDATE move_tasks SET moved = moved + ? WHERE id = ?', count, task.id);
}
