import { setTimeout as sleep } from 'node:timers/promises';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Endpoints } from '../../local/endpoints.ts';
import { createClients } from './emulator-clients.ts';

/** Each look costs milliseconds of the processor that what is waited for needs itself. */
const LOOK_EVERY_MS = 100;

/**
 * Resolves once everything that was sent has come to its end. A message leaves its queue only after what follows from it
 * lies on the next one, so each kind of queue is waited for in the order of the flow.
 */
export async function awaitEmptyQueues({ aws, queues }: Endpoints, withinMs = 60_000): Promise<void> {
  const { sqs, ...others } = createClients(aws);
  const deadline = performance.now() + withinMs;
  const isEmpty = async (url: string) => {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
    );
    return countNames.every((name) => Attributes[name] === '0');
  };
  try {
    for (const [name, url] of Object.entries(queues).toSorted(([one], [other]) => stageOf(one) - stageOf(other))) {
      while (!(await isEmpty(url))) {
        if (performance.now() > deadline) throw new Error(`${name} still holds messages after ${withinMs} ms`);
        await sleep(LOOK_EVERY_MS);
      }
    }
  } finally {
    for (const client of [sqs, ...Object.values(others)]) client.destroy();
  }
}

const countNames = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** Deliveries, then the workers' queues, then what failed. */
function stageOf(queueName: string): number {
  if (queueName.endsWith('-dead-letters')) return 2;
  return queueName.endsWith('-deliveries') ? 0 : 1;
}
