import type { EmulatorContext } from '../../emulator-context.ts';
import { endMoveTask, findTaskByHandle } from '../move-tasks/move-task.ts';
import { SqsError } from '../sqs-error.ts';
import type { SqsInput } from '../sqs-input.ts';
import { requiredString } from '../sqs-input.ts';

/** What was moved stays moved. */
export function cancelMessageMoveTask(context: EmulatorContext, input: SqsInput): object {
  const task = findTaskByHandle(context, requiredString(input, 'TaskHandle'));
  if (task?.status !== 'RUNNING') {
    throw new SqsError('ResourceNotFoundException', 'Task does not exist or is not running.');
  }
  endMoveTask(context, task.id, { status: 'CANCELLED' });
  return { ApproximateNumberOfMessagesMoved: task.moved };
}
