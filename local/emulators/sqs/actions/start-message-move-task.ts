import type { EmulatorContext } from '../../emulator-context.ts';
import { moveMessages } from '../move-tasks/move-messages.ts';
import { findActiveTask, insertMoveTask, requireQueueOfArn } from '../move-tasks/move-task.ts';
import { listSourcesOfDeadLetters } from '../queues/list-sources-of-dead-letters.ts';
import { countMessages } from '../queues/count-messages.ts';
import { SqsError } from '../sqs-error.ts';
import type { SqsInput } from '../sqs-input.ts';
import { optionalInteger, optionalString, requiredString } from '../sqs-input.ts';

/** Starts moving messages out of a dead-letter queue: to the destination, else each to the queue it came from. */
export function startMessageMoveTask(context: EmulatorContext, input: SqsInput): object {
  const sourceArn = requiredString(input, 'SourceArn');
  const destinationArn = optionalString(input, 'DestinationArn');
  const ratePerSecond = optionalInteger(input, 'MaxNumberOfMessagesPerSecond', { min: 1, max: 500 });
  const source = requireQueueOfArn(context, 'SourceArn', sourceArn);
  if (destinationArn !== undefined) requireQueueOfArn(context, 'DestinationArn', destinationArn);
  if (destinationArn === sourceArn) throw refused('Source queue arn and destination queue arn cannot be the same.');
  if (listSourcesOfDeadLetters(context, sourceArn).length === 0) {
    throw refused('Source queue must be configured as a Dead Letter Queue.');
  }
  if (findActiveTask(context, sourceArn)) {
    throw refused(
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    );
  }
  const toMove = countMessages(context, source).visible;
  const task = insertMoveTask(context, { sourceArn, destinationArn, ratePerSecond, toMove });
  moveMessages(context, task.id);
  return { TaskHandle: task.handle };
}

function refused(message: string): SqsError {
  return new SqsError('InvalidParameterValueException', message);
}
