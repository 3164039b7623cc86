import { startMapping, type Mapping, type MappingSettings } from '../../../../local/event-sources/start-mapping.ts';
import { TooManyRequests, type Outcome } from '../../../../local/functions/outcome.ts';
import { createFakeQueue, message, type FakeQueue } from './fake-queue.ts';

interface Invocation {
  readonly bodies: string[];
  readonly ids: string[];
  readonly event: unknown;
  answer(value: unknown): void;
  throttle(): void;
}

let running: Mapping | undefined;
let answerAll: () => void = () => undefined;
afterEach(async () => {
  const closed = running?.close();
  answerAll();
  await closed;
});

function start(queues: FakeQueue, changes: Partial<MappingSettings> = {}) {
  const invocations: Invocation[] = [];
  const log: string[] = [];
  const changed = new EventTarget();
  answerAll = () => invocations.forEach((invocation) => invocation.answer(null));
  const settings: MappingSettings = {
    queueName: 'work',
    queueArn: 'arn:aws:sqs:us-east-1:000000000000:work',
    region: 'us-east-1',
    functionName: 'worker',
    batchSize: 10,
    windowMs: 0,
    concurrencyMax: 5,
    reportsItemFailures: true,
    visibilityMs: 30_000,
    ...changes,
  };
  running = startMapping(settings, {
    queues,
    log: (line) => log.push(line),
    invoke(_functionName, event) {
      const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
      const { Records } = JSON.parse(event);
      invocations.push({
        event: JSON.parse(event),
        bodies: Records.map((record: { body: string }) => record.body),
        ids: Records.map((record: { messageId: string }) => record.messageId),
        answer: (value) => resolve({ requestId: 'r', log: '', result: JSON.stringify(value) }),
        throttle: () => reject(new TooManyRequests('Rate exceeded')),
      });
      changed.dispatchEvent(new Event('invoked'));
      return promise;
    },
  });
  return {
    log,
    invocations,
    async invocation(number: number): Promise<Invocation> {
      while (invocations.length < number) {
        await new Promise((resolve) => changed.addEventListener('invoked', resolve, { once: true }));
      }
      return invocations[number - 1]!;
    },
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test('messages that come one by one gather while another batch is worked on, and the first does not wait', async () => {
  const queues = createFakeQueue();
  const mapping = start(queues);
  queues.send(message('m-1'));
  expect((await mapping.invocation(1)).bodies).toEqual(['m-1']);
  for (const id of ['m-2', 'm-3', 'm-4']) {
    queues.send(message(id));
    await settled();
  }
  expect((await mapping.invocation(2)).bodies).toEqual(['m-2', 'm-3', 'm-4']);
});

test('a record has the shape in which Lambda hands it over', async () => {
  const queues = createFakeQueue();
  const mapping = start(queues);
  queues.send(message('m-1', 'hello'));
  const { event } = await mapping.invocation(1);
  expect(event).toEqual({
    Records: [
      {
        messageId: 'm-1',
        receiptHandle: 'handle-m-1',
        body: 'hello',
        attributes: {
          ApproximateReceiveCount: '2',
          SentTimestamp: '1700000000000',
          SenderId: 'local',
          ApproximateFirstReceiveTimestamp: '1700000000001',
        },
        messageAttributes: {
          source: { stringValue: 'github', stringListValues: [], binaryListValues: [], dataType: 'String' },
        },
        md5OfBody: 'md5-m-1',
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:work',
        awsRegion: 'us-east-1',
      },
    ],
  });
});

test('finished records are deleted, failed ones are left to their visibility timeout', async () => {
  const queues = createFakeQueue();
  const mapping = start(queues);
  queues.send(message('m-1'), message('m-2'), message('m-3'));
  (await mapping.invocation(1)).answer({ batchItemFailures: [{ itemIdentifier: 'm-2' }] });
  await settled();
  expect(queues.deleted).toEqual(['handle-m-1', 'handle-m-3']);
  expect(mapping.log).toEqual(['1 of 3 records failed (reported in batchItemFailures); the queue gives them again']);
});

test('nothing is deleted before the function has answered', async () => {
  const queues = createFakeQueue();
  const mapping = start(queues);
  queues.send(message('m-1'));
  await mapping.invocation(1);
  await settled();
  expect(queues.deleted).toEqual([]);
});

test('without a window a batch is what waits, at most the batch size', async () => {
  const queues = createFakeQueue();
  const mapping = start(queues, { batchSize: 2 });
  queues.send(message('m-1'), message('m-2'), message('m-3'));
  expect((await mapping.invocation(1)).ids).toEqual(['m-1', 'm-2']);
  expect((await mapping.invocation(2)).ids).toEqual(['m-3']);
});

test('with a window a batch waits for more until it is full', async () => {
  const queues = createFakeQueue();
  const mapping = start(queues, { batchSize: 3, windowMs: 60_000 });
  queues.send(message('m-1'));
  await settled();
  queues.send(message('m-2'));
  await settled();
  expect(mapping.invocations).toHaveLength(0);
  queues.send(message('m-3'));
  expect((await mapping.invocation(1)).ids).toEqual(['m-1', 'm-2', 'm-3']);
});

test('a window that ends sends the batch as it is', async () => {
  const queues = createFakeQueue();
  const mapping = start(queues, { batchSize: 100, windowMs: 20 });
  queues.send(message('m-1'));
  expect((await mapping.invocation(1)).ids).toEqual(['m-1']);
});

test('a batch never outgrows the 6 MB of an invocation; the message too many opens the next batch', async () => {
  const queues = createFakeQueue();
  const mapping = start(queues, { batchSize: 10, windowMs: 60_000 });
  const large = 'x'.repeat(1_048_576);
  queues.send(...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => message(id, large)));
  expect((await mapping.invocation(1)).ids).toEqual(['a', 'b', 'c', 'd', 'e']);
  queues.send(...['h', 'i', 'j', 'k'].map((id) => message(id, large)));
  expect((await mapping.invocation(2)).ids).toEqual(['f', 'g', 'h', 'i', 'j']);
});

test('no more batches are under way than the mapping allows', async () => {
  const queues = createFakeQueue();
  const mapping = start(queues, { batchSize: 1, concurrencyMax: 2 });
  queues.send(message('m-1'), message('m-2'), message('m-3'));
  await mapping.invocation(2);
  await settled();
  expect(queues.received).toEqual([['m-1'], ['m-2']]);
  mapping.invocations[1]?.answer(null);
  expect((await mapping.invocation(3)).ids).toEqual(['m-3']);
});

test('a throttled invocation is repeated with the same batch', async () => {
  const queues = createFakeQueue();
  const mapping = start(queues);
  queues.send(message('m-1'));
  (await mapping.invocation(1)).throttle();
  (await mapping.invocation(2)).answer(null);
  await settled();
  expect(mapping.invocations.map(({ ids }) => ids)).toEqual([['m-1'], ['m-1']]);
  expect(queues.deleted).toEqual(['handle-m-1']);
});

test('throttling lasts no longer than the messages are ours', async () => {
  const queues = createFakeQueue();
  const mapping = start(queues, { visibilityMs: 10 });
  queues.send(message('m-1'));
  (await mapping.invocation(1)).throttle();
  await settled();
  expect(queues.deleted).toEqual([]);
  expect(mapping.log).toEqual([
    '1 of 1 records failed (TooManyRequestsException: Rate exceeded); the queue gives them again',
  ]);
});

test('closing waits for the batch under way and deletes what it finished', async () => {
  const queues = createFakeQueue();
  const mapping = start(queues);
  queues.send(message('m-1'));
  const invocation = await mapping.invocation(1);
  const closed = running?.close();
  invocation.answer(null);
  await closed;
  expect(queues.deleted).toEqual(['handle-m-1']);
});

test('a mapping that finishes works on what it has taken and takes no more', async () => {
  const queues = createFakeQueue();
  const mapping = start(queues, { batchSize: 2, concurrencyMax: 2 });
  queues.send(message('m-1'));
  const first = await mapping.invocation(1);
  const finished = running!.finish();
  queues.send(message('m-2'));
  await settled();
  first.answer(null);
  await finished;
  expect(mapping.invocations.map(({ ids }) => ids)).toEqual([['m-1']]);
  expect(queues.deleted).toEqual(['handle-m-1']);
});

test('a batch that is still being gathered when the mapping finishes is worked on', async () => {
  const queues = createFakeQueue();
  const mapping = start(queues, { windowMs: 60_000 });
  queues.send(message('m-1'));
  await settled();
  expect(mapping.invocations).toEqual([]);
  const finished = running!.finish();
  (await mapping.invocation(1)).answer(null);
  await finished;
  expect(queues.deleted).toEqual(['handle-m-1']);
});
