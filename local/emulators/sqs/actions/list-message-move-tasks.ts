import type { EmulatorContext } from '../../emulator-context.ts';
import type { MoveTask } from '../move-tasks/move-task.ts';
import { listMoveTasks, requireQueueOfArn } from '../move-tasks/move-task.ts';
import type { SqsInput } from '../sqs-input.ts';
import { optionalInteger, requiredString } from '../sqs-input.ts';

export function listMessageMoveTasks(context: EmulatorContext, input: SqsInput): object {
  const sourceArn = requiredString(input, 'SourceArn');
  const max = optionalInteger(input, 'MaxResults', { min: 1, max: 10 }) ?? 1;
  requireQueueOfArn(context, 'SourceArn', sourceArn);
  return { Results: listMoveTasks(context, sourceArn, max).map(showTask) };
}

function showTask(task: MoveTask): object {
  return {
    // The handle serves to cancel, so a task that is over has none.
    ...(task.status === 'RUNNING' && { TaskHandle: task.handle }),
    Status: task.status,
    SourceArn: task.source_arn,
    ...(task.destination_arn !== null && { DestinationArn: task.destination_arn }),
    ...(task.rate_per_second !== null && { MaxNumberOfMessagesPerSecond: task.rate_per_second }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.to_move,
    ...(task.failure_reason !== null && { FailureReason: task.failure_reason }),
    StartedTimestamp: task.started_at,
  };
}
