import { queueArn } from '../../arn.ts';
import type { EmulatorContext } from '../../emulator-context.ts';
import type { Queue } from '../queues/find-queue.ts';
import { findQueueByName, queueUrl } from '../queues/find-queue.ts';
import type { QueueAttributes } from '../queues/queue-attributes.ts';
import { checkAttributes, sameAttribute } from '../queues/queue-attributes.ts';
import { checkRedriveAllowPolicy, checkRedrivePolicy } from '../queues/redrive-policy.ts';
import { invalidParameter, SqsError } from '../sqs-error.ts';
import type { SqsInput } from '../sqs-input.ts';
import { requiredString, stringMap } from '../sqs-input.ts';

/** Creating a queue that exists with the same attributes answers its URL and changes nothing. */
export function createQueue(context: EmulatorContext, input: SqsInput): object {
  const name = requiredString(input, 'QueueName');
  const attributes = stringMap(input, 'Attributes');
  checkName(name);
  checkAttributes(attributes);
  const existing = findQueueByName(context, name);
  if (existing) checkSameAttributes(existing, attributes);
  else insertQueue(context, name, attributes, stringMap(input, 'tags'));
  return { QueueUrl: queueUrl(context, name) };
}

function checkName(name: string): void {
  if (name.endsWith('.fifo')) {
    throw invalidParameter('QueueName', name, 'Local mode has no FIFO queues, only standard ones.');
  }
  if (!/^[\w-]{1,80}$/.test(name)) {
    throw invalidParameter(
      'QueueName',
      name,
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.',
    );
  }
}

function checkSameAttributes(existing: Queue, attributes: QueueAttributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (sameAttribute(name, value, existing.attributes[name] ?? '')) continue;
    throw new SqsError(
      'QueueNameExists',
      `A queue already exists with the same name and a different value for attribute ${name}: ${existing.name}.`,
    );
  }
}

function insertQueue(
  context: EmulatorContext,
  name: string,
  attributes: QueueAttributes,
  tags: Readonly<Record<string, string>>,
): void {
  checkRedrivePolicy(context, queueArn(context, name), attributes);
  checkRedriveAllowPolicy(attributes);
  const now = context.now();
  context.database.run(
    'INSERT INTO queues (name, attributes, tags, created_at, modified_at) VALUES (?, ?, ?, ?, ?)',
    name,
    JSON.stringify(attributes),
    JSON.stringify(tags),
    now,
    now,
  );
}
