// What becomes of messages that the shipped functions themselves cannot work on.
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { writeEvent } from '#shared/messages/event.ts';
import { createClients } from '../support/emulator-clients.ts';
import { givenEvent } from '../support/given-messages.ts';
import { localDeadLetters, type LocalDeadLetters } from '../support/local-dead-letters.ts';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';

let pipeline: LocalPipeline;
let aws: ReturnType<typeof createClients>;
let deadLetters: LocalDeadLetters;

beforeAll(async () => {
  // All waits of a row together are 20 min.
  pipeline = await startPipeline({ args: ['--speed', '200'] });
  aws = createClients(pipeline.endpoints.aws);
  deadLetters = localDeadLetters(pipeline.endpoints);
}, 90_000);
afterAll(async () => {
  for (const client of Object.values(aws)) client.destroy();
  await pipeline.stop();
});

const sendTo = (queue: string, body: string) =>
  aws.sqs.send(
    new SendMessageCommand({
      QueueUrl: pipeline.endpoints.queues[`webhook-pipeline-local-${queue}`],
      MessageBody: body,
    }),
  );

const resultsBucket = 'webhook-pipeline-local-results-000000000000-us-east-1';

/** An event whose body lies where nothing lies yet. */
function givenEventWithoutBody() {
  const bytes = Buffer.from(JSON.stringify({ id: randomUUID() }));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const key = `claim-checks/made-up/${sha256}`;
  const body = { bucket: resultsBucket, key, bytes: bytes.length, sha256 };
  return { bytes, key, event: givenEvent({ id: randomUUID(), headers: {}, body }) };
}

test.each([
  ['dispatch', 'deliveries'],
  ['archive', 'archive'],
])(
  'what %s cannot read is a dead letter after one attempt',
  async (worker, queue) => {
    const body = `no JSON ${randomUUID()}`;
    await sendTo(queue, body);
    const eventId = `unreadable-${createHash('sha256').update(body).digest('hex').slice(0, 32)}`;
    expect(await deadLetters.waitForOpen(worker, eventId)).toMatchObject({
      body,
      failure: { class: 'gave-up', worker, attempts: 1, message: expect.stringContaining('could not be read') },
    });
  },
  60_000,
);

test('what fails for ever is tried as often as its row says, and then is a dead letter with its reason', async () => {
  const { event } = givenEventWithoutBody();
  await sendTo('archive', writeEvent(event));
  const { failure } = await deadLetters.waitForOpen('archive', event.id);
  expect(failure).toMatchObject({
    class: 'exhausted',
    attempts: 10,
    message: expect.stringContaining('is not in the bucket'),
  });
  expect(Date.parse(failure.lastAt)).toBeGreaterThan(Date.parse(failure.firstAt));
}, 60_000);

test('what succeeds at a later attempt is marked as done, so that no copy of it is replayed', async () => {
  const { event, bytes, key } = givenEventWithoutBody();
  await sendTo('archive', writeEvent(event));
  // The first attempt has failed once its log line is there.
  while (!pipeline.output().includes(event.id)) await sleep(20);
  await aws.s3.send(new PutObjectCommand({ Bucket: resultsBucket, Key: key, Body: bytes }));
  const record = await deadLetters.waitFor({ worker: 'archive', eventId: event.id }, ({ state }) => state === 'done');
  expect(record).toMatchObject({ replays: 0 });
}, 60_000);
