import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { refusalOf, startEmulatorClients, type EmulatorClients } from '../../support/emulator-clients.ts';
import { createQueue, send } from '../../support/emulator-queues.ts';

const MINUTE = Date.parse('2026-01-02T03:04:00Z');
let now = MINUTE;
let aws: EmulatorClients;
let cloudWatch: CloudWatchClient;
beforeAll(async () => {
  aws = await startEmulatorClients({ now: () => now });
  cloudWatch = new CloudWatchClient({
    endpoint: aws.emulators.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
beforeEach(() => {
  now = MINUTE;
});
afterAll(async () => {
  cloudWatch.destroy();
  await aws.close();
});

interface Asked {
  readonly namespace?: string;
  readonly metric: string;
  readonly of: Readonly<Record<string, string>>;
  readonly stat?: string;
}

const toQuery = ({ namespace = 'AWS/SQS', metric, of, stat = 'Sum' }: Asked, index: number): MetricDataQuery => ({
  Id: `m${index}`,
  MetricStat: {
    Metric: {
      Namespace: namespace,
      MetricName: metric,
      Dimensions: Object.entries(of).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: 60,
    Stat: stat,
  },
});

/** By query: minutes from MINUTE on, and values. */
async function read(...asked: readonly Asked[]) {
  const { MetricDataResults = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(MINUTE),
      EndTime: new Date(MINUTE + 10 * 60_000),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: asked.map(toQuery),
    }),
  );
  return MetricDataResults.map(({ Timestamps = [], Values = [] }) =>
    Timestamps.map((at, index) => [(at.getTime() - MINUTE) / 60_000, Values[index]]),
  );
}

test('messages that are sent, received and deleted are counted by the minute', async () => {
  const queue = await createQueue(aws.sqs);
  const of = { QueueName: queue.name };
  await send(aws.sqs, queue, 'one');
  await send(aws.sqs, queue, 'two');
  now += 60_000;
  const { Messages = [] } = await aws.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queue.url, MaxNumberOfMessages: 10 }),
  );
  const deletion = new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: Messages[0]?.ReceiptHandle });
  await aws.sqs.send(deletion);
  await aws.sqs.send(deletion);
  expect(
    await read(
      { metric: 'NumberOfMessagesSent', of },
      { metric: 'NumberOfMessagesReceived', of },
      { metric: 'NumberOfMessagesDeleted', of },
    ),
  ).toEqual([[[0, 2]], [[1, 2]], [[1, 1]]]);
});

test('what waits is told as it is at the moment, with the age of the oldest', async () => {
  const queue = await createQueue(aws.sqs);
  const of = { QueueName: queue.name };
  await send(aws.sqs, queue, 'one');
  now += 45_000;
  await send(aws.sqs, queue, 'two');
  await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url, MaxNumberOfMessages: 1 }));
  expect(
    await read(
      { metric: 'ApproximateNumberOfMessagesVisible', of, stat: 'Maximum' },
      { metric: 'ApproximateNumberOfMessagesNotVisible', of, stat: 'Maximum' },
      { metric: 'ApproximateAgeOfOldestMessage', of, stat: 'Maximum' },
    ),
  ).toEqual([[[0, 1]], [[0, 1]], [[0, 45]]]);
});

test('what functions do is counted with every statistic', async () => {
  for (const ms of [10, 20, 30, 1000]) aws.emulators.countOfFunction('tests-work', 'Duration', ms);
  const of = { FunctionName: 'tests-work' };
  const stats = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount', 'p50'];
  const found = await read(...stats.map((stat) => ({ namespace: 'AWS/Lambda', metric: 'Duration', of, stat })));
  const [median] = found.pop() ?? [];
  expect(found).toEqual([[[0, 1060]], [[0, 265]], [[0, 10]], [[0, 1000]], [[0, 4]]]);
  expect(median?.[1]).toBeGreaterThan(19);
  expect(median?.[1]).toBeLessThan(21);
});

test('a metric that nobody counts has no points, as on AWS', async () => {
  expect(await read({ metric: 'NumberOfMessagesSent', of: { QueueName: 'no-such-queue' } })).toEqual([[]]);
  expect(await read({ namespace: 'Ours', metric: 'Any', of: {} })).toEqual([[]]);
});

test('an expression is refused instead of being answered with nothing', async () => {
  const refused = await refusalOf(
    cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(MINUTE),
        EndTime: new Date(now),
        MetricDataQueries: [{ Id: 'sum', Expression: 'SUM(METRICS())' }],
      }),
    ),
  );
  expect(refused).toMatchObject({ name: 'InvalidParameterValueException', status: 400 });
  expect(refused.message).toContain('works out no expressions');
});
