// The ports of shared/aws over the real SDK, against the emulators; only the emulators' clock is moved by hand.
import { CreateTableCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { behindAQueue } from '#shared/aws/client-settings.ts';
import { createDrainableQueue } from '#shared/aws/drainable-queue.ts';
import { createHeldMessages } from '#shared/aws/held-messages.ts';
import { createObjects } from '#shared/aws/objects.ts';
import { createQueue as createQueuePort } from '#shared/aws/queue.ts';
import { createTable } from '#shared/aws/table.ts';
import { createTopic as createTopicPort } from '#shared/aws/topic.ts';
import { systemIds } from '#shared/lambda/system.ts';
import type { Objects, Table } from '#shared/ports.ts';
import type { ReceivedMessage } from '../../../../local/emulators/start-emulators.ts';
import type { QueueSettings, Received } from '../../../simulation/world/world.ts';
import { startEmulatorClients, type EmulatorClients } from '../../../support/emulator-clients.ts';
import { createQueue, type TestQueue } from '../../../support/emulator-queues.ts';
import { createTopic, subscribeQueue } from '../../../support/emulator-topics.ts';
import { pointAtEmulators } from '../../../support/point-at-emulators.ts';
import { INDEX, INDEXES, type PortWorld, type QueueUnderTest } from './services.ts';

export interface EmulatedWorld extends PortWorld {
  readonly aws: () => EmulatorClients;
  /** The table through whatever stands in front of the emulators at that address. */
  readonly tableAt: (endpoint: string) => Table;
  readonly objectsAt: (endpoint: string, bucket: string) => Objects;
}

// A drained queue is asked with a wait, which passes in real time: a second of SQS becomes a millisecond.
const SPEED = 1000;
const TABLE = 'things';

export function emulatedWorld(): EmulatedWorld {
  let aws: EmulatorClients | undefined;
  let passedMs = 0;
  let buckets = 0;
  const startedAtMs = Date.now();
  const started = () => {
    if (aws === undefined) throw new Error('The emulators have not been started');
    return aws;
  };
  return {
    aws: started,
    tableAt: tableOfThings,
    objectsAt: (endpoint, bucket) => createObjects(bucket, settingsFor(endpoint)),
    async start() {
      aws = await startEmulatorClients({ speed: SPEED, now: () => startedAtMs + passedMs });
      pointAtEmulators({ aws: aws.emulators.url, region: 'us-east-1' });
      await createTableOfThings(aws);
    },
    async given({ queues = [], subscriptions = [] } = {}) {
      const created = await createQueues(started(), queues);
      const topicArn = await createTopic(started().sns);
      for (const { queue, filterPolicy, deadLetters } of subscriptions) {
        await subscribeQueue(started().sns, topicArn, queueNamed(created, queue), {
          FilterPolicy: JSON.stringify(filterPolicy),
          RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueNamed(created, deadLetters).arn }),
        });
      }
      const Bucket = `bucket-${(buckets += 1)}`;
      await started().s3.send(new CreateBucketCommand({ Bucket }));
      return {
        queue: (name) => queueUnderTest(started(), queueNamed(created, name)),
        topic: createTopicPort(topicArn),
        objects: createObjects(Bucket),
        table: tableOfThings(started().emulators.url),
        async pass(seconds) {
          passedMs += (seconds * 1000) / SPEED;
        },
      };
    },
    close: () => started().close(),
  };
}

/** Those without dead letters first: a redrive policy names a queue that exists. */
async function createQueues({ sqs }: EmulatorClients, queues: readonly QueueSettings[]) {
  const created = new Map<string, TestQueue>();
  for (const { name, visibilitySeconds, receivesMax, deadLetters } of queues.toSorted(
    (a, b) => Number(a.deadLetters !== undefined) - Number(b.deadLetters !== undefined),
  )) {
    const redrive = deadLetters !== undefined && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: queueNamed(created, deadLetters).arn,
        maxReceiveCount: receivesMax,
      }),
    };
    created.set(name, await createQueue(sqs, { VisibilityTimeout: String(visibilitySeconds), ...redrive }));
  }
  return created;
}

function queueNamed(created: ReadonlyMap<string, TestQueue>, name: string): TestQueue {
  const queue = created.get(name);
  if (queue === undefined) throw new Error(`This test has no queue ${name}`);
  return queue;
}

function queueUnderTest({ emulators: { queues } }: EmulatorClients, { name, url, arn }: TestQueue): QueueUnderTest {
  return {
    arn,
    port: createQueuePort(url),
    held: createHeldMessages(url),
    drainable: createDrainableQueue(url),
    receive: async (countMax) => (await queues.receive(name, { max: countMax, waitMs: 0 })).map(toReceived),
    remove: async (receiptHandle) => queues.delete(name, [receiptHandle]),
  };
}

function toReceived({ messageId, receiptHandle, body, attributes, messageAttributes }: ReceivedMessage): Received {
  const { MessageGroupId: group, DeadLetterQueueSourceArn: movedFrom } = attributes;
  return {
    messageId,
    receiptHandle,
    body,
    attributes: Object.fromEntries(
      Object.entries(messageAttributes).map(([attribute, { StringValue }]) => [attribute, String(StringValue)]),
    ),
    sentAtMs: Number(attributes['SentTimestamp']),
    receives: Number(attributes['ApproximateReceiveCount']),
    firstReceivedAtMs: Number(attributes['ApproximateFirstReceiveTimestamp']),
    ...(group !== undefined && { group }),
    ...(movedFrom !== undefined && { movedFrom }),
  };
}

const tableOfThings = (endpoint: string) =>
  createTable(TABLE, { ids: systemIds, indexes: INDEXES, settings: settingsFor(endpoint) });

const settingsFor = (endpoint: string) => ({
  ...behindAQueue,
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  // As an SDK does by itself where the endpoint is an address and not a name.
  forcePathStyle: true,
});

async function createTableOfThings({ dynamoDb }: EmulatorClients): Promise<void> {
  await dynamoDb.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['id', 'colour', 'at'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: INDEX,
          KeySchema: [
            { AttributeName: 'colour', KeyType: 'HASH' },
            { AttributeName: 'at', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['note'] },
        },
      ],
    }),
  );
  const patience = { client: dynamoDb, minDelay: 0.02, maxDelay: 0.1, maxWaitTime: 10 };
  await waitUntilTableExists(patience, { TableName: TABLE });
}
