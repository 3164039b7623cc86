import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { GetSubscriptionAttributesCommand, ListSubscriptionsCommand } from '@aws-sdk/client-sns';
import { GetBucketVersioningCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { startEmulators, type Emulators } from '../../../../local/emulators/start-emulators.ts';
import { createResources } from '../../../../local/resources/create-resources.ts';
import { createEmulatorClients, type EmulatorClients } from '../../../../local/resources/emulator-clients.ts';
import type { Pipeline } from '../../../../local/template/read-pipeline.ts';

let emulators: Emulators;
let clients: EmulatorClients;
beforeEach(async () => {
  emulators = await startEmulators({ directory: ':memory:', port: 0 });
  clients = createEmulatorClients(emulators.url, 'us-east-1');
});
afterEach(async () => {
  clients.close();
  await emulators.close();
});

const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:000000000000:${name}`;
const named = <Properties>(name: string, properties: Properties) => ({ logicalId: name, name, properties });

const work = {
  VisibilityTimeout: 180,
  RedrivePolicy: { deadLetterTargetArn: arn('sqs', 'work-dead-letters'), maxReceiveCount: 5 },
};
const deadLetters = {
  RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [arn('sqs', 'work')] },
};
const subscription = {
  TopicArn: arn('sns', 'events'),
  Protocol: 'sqs',
  Endpoint: arn('sqs', 'work'),
  RawMessageDelivery: true,
  FilterPolicy: { type: ['push'] },
  RedrivePolicy: { deadLetterTargetArn: arn('sqs', 'work-dead-letters') },
};
const table = {
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' as const },
    { AttributeName: 'at', AttributeType: 'N' as const },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-time',
      KeySchema: [{ AttributeName: 'at', KeyType: 'HASH' as const }],
      Projection: { ProjectionType: 'KEYS_ONLY' as const },
    },
  ],
};

function pipelineOf(changes: Partial<Pipeline> = {}): Pipeline {
  return {
    // The source of a redrive policy comes first on purpose: the order of the template must not matter.
    queues: [named('work', work), named('work-dead-letters', deadLetters)],
    topics: [named('events', {})],
    subscriptions: [named('WorkSubscription', subscription)],
    buckets: [named('config', { VersioningConfiguration: { Status: 'Enabled' } }), named('results', {})],
    tables: [named('letters', table)],
    functions: [],
    mappings: [],
    rules: [],
    schedules: [],
    routes: [],
    integrations: [],
    ...changes,
  };
}

async function queueAttributes(name: string) {
  const QueueUrl = `${emulators.url}/000000000000/${name}`;
  const { Attributes = {} } = await clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  return Attributes;
}

async function subscriptionAttributes() {
  const { Subscriptions = [] } = await clients.sns.send(new ListSubscriptionsCommand({}));
  const read = Subscriptions.map(({ SubscriptionArn }) =>
    clients.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn })),
  );
  return (await Promise.all(read)).map(({ Attributes = {} }) => Attributes);
}

test('everything that the template names exists afterwards, as the template says', async () => {
  const created = await createResources(clients, pipelineOf());
  expect([...created.queues]).toEqual([
    ['work', `${emulators.url}/000000000000/work`],
    ['work-dead-letters', `${emulators.url}/000000000000/work-dead-letters`],
  ]);
  expect([...created.topics]).toEqual([['events', arn('sns', 'events')]]);
  expect(created.leftOvers).toEqual([]);
  const { VisibilityTimeout, RedrivePolicy } = await queueAttributes('work');
  expect(VisibilityTimeout).toBe('180');
  expect(JSON.parse(RedrivePolicy ?? '')).toEqual(work.RedrivePolicy);
  const [attributes] = await subscriptionAttributes();
  expect(attributes).toMatchObject({ RawMessageDelivery: 'true', FilterPolicy: '{"type":["push"]}' });
  const { Buckets = [] } = await clients.s3.send(new ListBucketsCommand({}));
  expect(Buckets.map(({ Name }) => Name)).toEqual(['config', 'results']);
  expect((await clients.s3.send(new GetBucketVersioningCommand({ Bucket: 'config' }))).Status).toBe('Enabled');
  const { Table } = await clients.dynamodb.send(new DescribeTableCommand({ TableName: 'letters' }));
  expect(Table?.GlobalSecondaryIndexes?.[0]?.IndexName).toBe('by-time');
});

const withoutClock = (value: unknown) => JSON.stringify(value).replace(/"LastModifiedTimestamp":"\d+",?/, '');

test('a second start changes nothing', async () => {
  await createResources(clients, pipelineOf());
  const before = [await queueAttributes('work'), await subscriptionAttributes()];
  const created = await createResources(clients, pipelineOf());
  expect(created.leftOvers).toEqual([]);
  const after = [await queueAttributes('work'), await subscriptionAttributes()];
  expect(withoutClock(after)).toBe(withoutClock(before));
});

test('what the template now words otherwise is changed, and what it no longer says goes back to the default', async () => {
  await createResources(clients, pipelineOf());
  const changed = { ...subscription, FilterPolicy: { type: ['pull_request'] } };
  const queues = [named('work', { DelaySeconds: 3 }), named('work-dead-letters', {})];
  await createResources(clients, pipelineOf({ queues, subscriptions: [named('WorkSubscription', changed)] }));
  expect(await queueAttributes('work')).toMatchObject({ VisibilityTimeout: '30', DelaySeconds: '3' });
  expect(await queueAttributes('work')).not.toHaveProperty('RedrivePolicy');
  expect(await queueAttributes('work-dead-letters')).not.toHaveProperty('RedriveAllowPolicy');
  const attributes = await subscriptionAttributes();
  expect(attributes).toHaveLength(1);
  expect(attributes[0]).toMatchObject({ FilterPolicy: '{"type":["pull_request"]}' });
});

test('what left the template stays and is named', async () => {
  await createResources(clients, pipelineOf());
  await clients.sqs.send(new CreateQueueCommand({ QueueName: 'by-hand' }));
  const nothing = { queues: [], topics: [], subscriptions: [], buckets: [], tables: [] };
  const { leftOvers } = await createResources(clients, pipelineOf(nothing));
  expect(leftOvers.toSorted()).toEqual([
    'bucket config',
    'bucket results',
    'queue by-hand',
    'queue work',
    'queue work-dead-letters',
    'subscription events → work',
    'table letters',
    'topic events',
  ]);
});

test('a table whose keys changed is an error that says how to start afresh', async () => {
  await createResources(clients, pipelineOf());
  const KeySchema = [{ AttributeName: 'at', KeyType: 'HASH' as const }];
  const tables = [named('letters', { ...table, KeySchema })];
  await expect(createResources(clients, pipelineOf({ tables }))).rejects.toThrow(
    'The table letters was created with other keys or indexes than the template now has. Start with `npm start -- --fresh`',
  );
});
