// Lambda's pollers over real queues: what becomes of messages that a function postpones, and of those it dies over.
import { ChangeMessageVisibilityCommand } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';

import { startMapping, type Mapping } from '../../../local/event-sources/start-mapping.ts';
import { createFunctionPool } from '../../../local/functions/create-function-pool.ts';
import type { Outcome } from '../../../local/functions/outcome.ts';
import { createTinyFunctions, tinyFunction, type TinyFunctions } from '../../unit/local/functions/tiny-functions.ts';
import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { startEmulatorClients } from '../../support/emulator-clients.ts';
import {
  counts,
  createQueue,
  createQueueWithDeadLetters,
  send,
  type TestQueue,
} from '../../support/emulator-queues.ts';

// A second of SQS passes in 20 ms.
const speed = 50;
// Nothing of these queues comes back by itself while a test runs.
const hidden = { VisibilityTimeout: '43200' };

let aws: EmulatorClients;
let tiny: TinyFunctions;
const mappings: Mapping[] = [];
beforeAll(async () => {
  aws = await startEmulatorClients({ speed });
  tiny = createTinyFunctions();
});
afterEach(async () => {
  await Promise.all(mappings.splice(0).map((mapping) => mapping.close()));
});
afterAll(async () => {
  await tiny.remove();
  await aws.close();
});

type Invoke = (event: SQSEvent) => Promise<Outcome>;

function map(queue: TestQueue, invoke: Invoke): void {
  const settings = {
    queueName: queue.name,
    queueArn: queue.arn,
    region: 'us-east-1',
    functionName: tinyFunction.name,
    batchSize: 10,
    windowMs: 0,
    concurrencyMax: 2,
    reportsItemFailures: true,
    visibilityMs: 30_000,
  };
  const ports = {
    queues: aws.emulators.queues,
    log: () => undefined,
    invoke: (_name: string, event: string) => invoke(JSON.parse(event) as SQSEvent),
  };
  mappings.push(startMapping(settings, ports));
}

const answer = (value: unknown): Outcome => ({ requestId: 'r', log: '', result: JSON.stringify(value) });

/** A function that sees one message twice: postpones it and reports it as failed, then finishes it. */
function postponing(queue: TestQueue, seconds: number) {
  const second = Promise.withResolvers<{ readonly afterMs: number; readonly receiveCount: string }>();
  let postponedAt: number | undefined;
  const invoke: Invoke = async ({ Records }) => {
    const [record] = Records;
    if (record === undefined) throw new Error('The batch is empty');
    if (postponedAt !== undefined) {
      const receiveCount = record.attributes.ApproximateReceiveCount;
      second.resolve({ afterMs: performance.now() - postponedAt, receiveCount });
      return answer(null);
    }
    postponedAt = performance.now();
    const change = { QueueUrl: queue.url, ReceiptHandle: record.receiptHandle, VisibilityTimeout: seconds };
    await aws.sqs.send(new ChangeMessageVisibilityCommand(change));
    return answer({ batchItemFailures: [{ itemIdentifier: record.messageId }] });
  };
  return { invoke, second: second.promise };
}

test('a message that its function postponed and reported stays hidden for that time and not longer', async () => {
  const queue = await createQueue(aws.sqs, hidden);
  const { invoke, second } = postponing(queue, 10);
  map(queue, invoke);
  await send(aws.sqs, queue, 'later');
  const { afterMs, receiveCount } = await second;
  expect(receiveCount).toBe('2');
  expect(afterMs).toBeGreaterThanOrEqual((10 * 1000) / speed - 1);
});

test('a message that its function postponed by nothing is given again at once', async () => {
  const queue = await createQueue(aws.sqs, hidden);
  const { invoke, second } = postponing(queue, 0);
  map(queue, invoke);
  await send(aws.sqs, queue, 'now');
  expect((await second).receiveCount).toBe('2');
});

test('a message that was postponed twice keeps the later word', async () => {
  const queue = await createQueue(aws.sqs, hidden);
  const { invoke, second } = postponing(queue, 10);
  map(queue, async (event) => {
    const ReceiptHandle = event.Records[0]?.receiptHandle;
    const change = { QueueUrl: queue.url, ReceiptHandle, VisibilityTimeout: 43_200 };
    await aws.sqs.send(new ChangeMessageVisibilityCommand(change));
    return invoke(event);
  });
  await send(aws.sqs, queue, 'later');
  expect((await second).receiveCount).toBe('2');
});

test('one function takes from several queues, and each record says from which', async () => {
  const queues = [await createQueue(aws.sqs, hidden), await createQueue(aws.sqs, hidden)] as const;
  const seen = new Map<string, string>();
  const all = Promise.withResolvers<void>();
  for (const queue of queues) {
    map(queue, async ({ Records }) => {
      for (const { body, eventSourceARN } of Records) seen.set(body, eventSourceARN);
      if (seen.size === queues.length) all.resolve();
      return answer(null);
    });
  }
  await Promise.all(queues.map((queue) => send(aws.sqs, queue, `to ${queue.name}`)));
  await all.promise;
  expect(seen).toEqual(new Map(queues.map(({ name, arn }) => [`to ${name}`, arn])));
  await Promise.all(mappings.splice(0).map((mapping) => mapping.close()));
  for (const queue of queues) expect(await counts(aws.sqs, queue)).toBe('0/0/0');
});

const attempts = 2;

test.each([
  ['ends its process', 'exports.handler = async () => process.exit(0);', 'Runtime.ExitError'],
  [
    'throws inside a timer',
    'exports.handler = () => new Promise(() => setTimeout(() => { throw new RangeError("no"); }));',
    'RangeError',
  ],
  [
    'runs out of memory',
    'exports.handler = async () => { const all = []; for (;;) all.push(new Array(1e5).fill(Math.random())); };',
    'Runtime.OutOfMemory',
  ],
  ['waits for nothing until its time-out', 'exports.handler = () => new Promise(() => {});', 'Sandbox.Timedout'],
  ['computes until its time-out', 'exports.handler = () => { for (;;); };', 'Sandbox.Timedout'],
])(
  'a function that %s gets its messages again, and then they are dead letters of SQS itself',
  async (...given) => {
    const [, code, errorType] = given;
    // Longer than the function runs and is started anew, as everywhere, also on a busy machine: 2 s here.
    const { queue, deadLetters } = await createQueueWithDeadLetters(aws.sqs, attempts, { VisibilityTimeout: '100' });
    // The time-out is short for the test, but long enough to run out of memory first.
    const changes = { timeoutSeconds: errorType === 'Sandbox.Timedout' ? 0.2 : 5, memoryMegabytes: 24 };
    const pool = createFunctionPool({ ...tinyFunction, ...changes }, () => tiny.environmentOf(code, changes));
    const outcomes: (string | undefined)[] = [];
    map(queue, async (event) => {
      const outcome = await pool.invoke('r-1', JSON.stringify(event));
      outcomes.push('error' in outcome ? outcome.error.errorType : undefined);
      return outcome;
    });
    await send(aws.sqs, queue, 'deadly');
    const [letter] = await aws.emulators.queues.receive(deadLetters.name, { max: 1, waitMs: 20_000 });
    expect(outcomes).toEqual([errorType, errorType]);
    expect(letter).toMatchObject({ body: 'deadly', attributes: { DeadLetterQueueSourceArn: queue.arn } });
    expect(await counts(aws.sqs, queue)).toBe('0/0/0');
  },
  30_000,
);
