// How the emulators call what they count; CloudWatch's own names are its readers'.
import type { EmulatorContext } from '../emulator-context.ts';
import { findQueueByName } from '../sqs/queues/find-queue.ts';

export type QueueMetric =
  | 'NumberOfMessagesSent'
  | 'NumberOfMessagesReceived'
  | 'NumberOfMessagesDeleted'
  | 'ApproximateNumberOfMessagesVisible'
  | 'ApproximateNumberOfMessagesNotVisible'
  | 'ApproximateNumberOfMessagesDelayed'
  | 'ApproximateAgeOfOldestMessage';
export type FunctionMetric = 'Invocations' | 'Errors' | 'Throttles' | 'Duration';

/** By id: a send knows no name. */
export const queueSeries = (queueId: number, metric: QueueMetric): string => `sqs/${queueId}/${metric}`;
export const functionSeries = (functionName: string, metric: FunctionMetric): string =>
  `lambda/${functionName}/${metric}`;

/** A metric of one's own, whatever the order of its dimensions. */
export const customSeries = (namespace: string, metric: string, dimensions: Readonly<Record<string, string>>): string =>
  `custom/${JSON.stringify([namespace, metric, Object.entries(dimensions).toSorted(([one], [other]) => (one < other ? -1 : 1))])}`;

interface Asked {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Undefined for what nobody counts here: CloudWatch has no points of a metric that does not exist, either. */
export function findSeries(context: EmulatorContext, { namespace, metric, dimensions }: Asked): string | undefined {
  if (!namespace.startsWith('AWS/')) return customSeries(namespace, metric, dimensions);
  const { QueueName: queueName, FunctionName: functionName, ...others } = dimensions;
  if (Object.keys(others).length > 0) return undefined;
  if (namespace === 'AWS/Lambda' && functionName !== undefined) return `lambda/${functionName}/${metric}`;
  if (namespace !== 'AWS/SQS' || queueName === undefined) return undefined;
  const queue = findQueueByName(context, queueName);
  return queue && `sqs/${queue.id}/${metric}`;
}
