import type { Pipeline } from '../template/read-pipeline.ts';
import { createBuckets } from './create-buckets.ts';
import { createQueues } from './create-queues.ts';
import { createSubscriptions } from './create-subscriptions.ts';
import { createTables } from './create-tables.ts';
import { createTopics } from './create-topics.ts';
import type { EmulatorClients } from './emulator-clients.ts';
import { findLeftOvers } from './find-left-overs.ts';

export interface CreatedResources {
  /** Queue name → URL. */
  readonly queues: ReadonlyMap<string, string>;
  /** Topic name → ARN. */
  readonly topics: ReadonlyMap<string, string>;
  /** What earlier starts created and this template no longer names; it stays, with what it holds. */
  readonly leftOvers: readonly string[];
}

/** Brings the emulators to what the template says, over the wire as a deploy would. Safe to repeat. */
export async function createResources(clients: EmulatorClients, pipeline: Pipeline): Promise<CreatedResources> {
  const [queues, topics] = await Promise.all([
    createQueues(clients.sqs, pipeline.queues),
    createTopics(clients.sns, pipeline.topics),
    createBuckets(clients.s3, pipeline.buckets),
    createTables(clients.dynamodb, pipeline.tables),
  ]);
  await createSubscriptions(clients.sns, pipeline.subscriptions);
  return { queues, topics, leftOvers: await findLeftOvers(clients, pipeline) };
}
