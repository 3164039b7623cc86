// The rows of message move tasks. They outlive a restart, as the messages they move do.
import { queueNameOfArn } from '../../arn.ts';
import type { EmulatorContext } from '../../emulator-context.ts';
import type { Queue } from '../queues/find-queue.ts';
import { findQueueByName } from '../queues/find-queue.ts';
import { SqsError } from '../sqs-error.ts';

export interface MoveTask {
  readonly id: number;
  readonly handle: string;
  readonly source_arn: string;
  readonly destination_arn: string | null;
  readonly rate_per_second: number | null;
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  readonly failure_reason: string | null;
  readonly started_at: number;
  readonly moved: number;
  readonly to_move: number;
}

interface NewTask {
  readonly sourceArn: string;
  readonly destinationArn: string | undefined;
  readonly ratePerSecond: number | undefined;
  readonly toMove: number;
}

export function insertMoveTask(context: EmulatorContext, task: NewTask): Pick<MoveTask, 'id' | 'handle'> {
  const handle = Buffer.from(JSON.stringify({ taskId: context.newId(), sourceArn: task.sourceArn })).toString('base64');
  const { lastId } = context.database.run(
    `INSERT INTO move_tasks (handle, source_arn, destination_arn, rate_per_second, status, started_at, moved, to_move)
     VALUES (?, ?, ?, ?, 'RUNNING', ?, 0, ?)`,
    handle,
    task.sourceArn,
    task.destinationArn ?? null,
    task.ratePerSecond ?? null,
    context.now(),
    task.toMove,
  );
  return { id: lastId, handle };
}

export function findTask(context: EmulatorContext, id: number): MoveTask | undefined {
  return context.database.get<MoveTask>('SELECT * FROM move_tasks WHERE id = ?', id);
}

export function findTaskByHandle(context: EmulatorContext, handle: string): MoveTask | undefined {
  return context.database.get<MoveTask>('SELECT * FROM move_tasks WHERE handle = ?', handle);
}

export function findActiveTask(context: EmulatorContext, sourceArn: string): MoveTask | undefined {
  return listRunningTasks(context).find((task) => task.source_arn === sourceArn);
}

export function listRunningTasks(context: EmulatorContext): readonly MoveTask[] {
  return context.database.all<MoveTask>("SELECT * FROM move_tasks WHERE status = 'RUNNING'");
}

/** Newest first. */
export function listMoveTasks(context: EmulatorContext, sourceArn: string, max: number): readonly MoveTask[] {
  const newest = 'SELECT * FROM move_tasks WHERE source_arn = ? ORDER BY id DESC LIMIT ?';
  return context.database.all<MoveTask>(newest, sourceArn, max);
}

export function endMoveTask(
  context: EmulatorContext,
  id: number,
  end: { readonly status: MoveTask['status']; readonly failureReason?: string },
): void {
  const update = 'UPDATE move_tasks SET status = ?, failure_reason = ? WHERE id = ?';
  context.database.run(update, end.status, end.failureReason ?? null, id);
}

export function requireQueueOfArn(context: EmulatorContext, parameter: string, arn: string): Queue {
  const queue = findQueueOfArn(context, arn);
  if (queue) return queue;
  throw new SqsError(
    'ResourceNotFoundException',
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
  );
}

export function findQueueOfArn(context: EmulatorContext, arn: string): Queue | undefined {
  const name = queueNameOfArn(context, arn);
  return name === undefined ? undefined : findQueueByName(context, name);
}
