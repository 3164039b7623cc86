import type { EmulatorContext } from '../../emulator-context.ts';
import { requireQueue } from '../queues/find-queue.ts';
import { checkAttributes } from '../queues/queue-attributes.ts';
import { checkRedriveAllowPolicy, checkRedrivePolicy } from '../queues/redrive-policy.ts';
import type { SqsInput } from '../sqs-input.ts';
import { stringMap } from '../sqs-input.ts';

/** Changes the attributes that are named; an empty policy takes that policy away. */
export function setQueueAttributes(context: EmulatorContext, input: SqsInput): object {
  const queue = requireQueue(context, input);
  const changes = stringMap(input, 'Attributes');
  checkAttributes(changes);
  checkRedrivePolicy(context, queue.arn, changes);
  checkRedriveAllowPolicy(changes);
  const attributes = Object.entries({ ...queue.attributes, ...changes }).filter(([, value]) => value !== '');
  context.database.run(
    'UPDATE queues SET attributes = ?, modified_at = ? WHERE id = ?',
    JSON.stringify(Object.fromEntries(attributes)),
    context.now(),
    queue.id,
  );
  return {};
}
