import { queueArn } from '../../arn.ts';
import type { EmulatorContext } from '../../emulator-context.ts';
import { SqsError } from '../sqs-error.ts';
import type { SqsInput } from '../sqs-input.ts';
import { requiredString } from '../sqs-input.ts';
import type { QueueAttributes } from './queue-attributes.ts';
import { defaultAttributes } from './queue-attributes.ts';

export interface Queue {
  readonly id: number;
  readonly name: string;
  readonly arn: string;
  /** Those that were set, over the defaults. */
  readonly attributes: QueueAttributes;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly purgedAt: number | null;
}

interface QueueRow {
  readonly id: number;
  readonly name: string;
  readonly attributes: string;
  readonly tags: string;
  readonly created_at: number;
  readonly modified_at: number;
  readonly purged_at: number | null;
}

/** The queue that QueueUrl names. Any host is taken: the URL may come from another port or an earlier start. */
export function requireQueue(context: EmulatorContext, input: SqsInput): Queue {
  return requireQueueByName(context, queueNameOfUrl(requiredString(input, 'QueueUrl')));
}

export function requireQueueByName(context: EmulatorContext, name: string): Queue {
  const queue = findQueueByName(context, name);
  if (!queue) throw new SqsError('QueueDoesNotExist', `The specified queue does not exist: ${name}.`);
  return queue;
}

export function findQueueByName(context: EmulatorContext, name: string): Queue | undefined {
  const row = context.database.get<QueueRow>('SELECT * FROM queues WHERE name = ?', name);
  return row && toQueue(context, row);
}

export function findQueueById(context: EmulatorContext, id: number): Queue | undefined {
  const row = context.database.get<QueueRow>('SELECT * FROM queues WHERE id = ?', id);
  return row && toQueue(context, row);
}

export function listAllQueues(context: EmulatorContext): readonly Queue[] {
  return context.database.all<QueueRow>('SELECT * FROM queues ORDER BY name').map((row) => toQueue(context, row));
}

export function queueUrl(context: EmulatorContext, queueName: string): string {
  return `${context.url}/${context.accountId}/${queueName}`;
}

/** Every integer attribute has a default, so only a name that is not one of them gives NaN. */
export function integerAttribute(queue: Queue, name: string): number {
  return Number(queue.attributes[name]);
}

function queueNameOfUrl(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

function toQueue(context: EmulatorContext, row: QueueRow): Queue {
  return {
    id: row.id,
    name: row.name,
    arn: queueArn(context, row.name),
    attributes: { ...defaultAttributes, ...JSON.parse(row.attributes) },
    tags: JSON.parse(row.tags),
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    purgedAt: row.purged_at,
  };
}
