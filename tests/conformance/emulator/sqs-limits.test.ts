import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { CreateQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';

import { createContext } from '../../../local/emulators/create-context.ts';
import { createQueuePort } from '../../../local/emulators/queue-port.ts';
import { createQueue as createEmulatorQueue } from '../../../local/emulators/sqs/actions/create-queue.ts';
import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';
import { createQueue, receiveOne } from '../../support/emulator-queues.ts';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
});
afterAll(() => aws.close());

async function sendTo(queueUrl: string, body: string, attributes: Record<string, MessageAttributeValue> = {}) {
  const input = { QueueUrl: queueUrl, MessageBody: body, MessageAttributes: attributes };
  return aws.sqs.send(new SendMessageCommand(input));
}

const text = (StringValue: string) => ({ DataType: 'String', StringValue });

function attributesOfCount(count: number): Record<string, MessageAttributeValue> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`name-${index}`, text('x')]));
}

test('a message of exactly 1 MiB is taken, attributes included, and one byte more is refused', async () => {
  const queue = await createQueue(aws.sqs);
  const attributes = { name: text('value') };
  const bytes = 1_048_576 - 'name'.length - 'String'.length - 'value'.length;
  await sendTo(queue.url, 'é'.repeat((bytes - 1) / 2) + 'x', attributes);
  const refusal = await refusalOf(sendTo(queue.url, 'x'.repeat(bytes + 1), attributes));
  expect(refusal.code).toBe('InvalidParameterValue');
  expect(refusal.message).toContain('1048576');
});

test('a smaller MaximumMessageSize of the queue holds', async () => {
  const queue = await createQueue(aws.sqs, { MaximumMessageSize: '1024' });
  await sendTo(queue.url, 'x'.repeat(1024));
  expect((await refusalOf(sendTo(queue.url, 'x'.repeat(1025)))).message).toContain('1024');
});

test('an empty body is refused', async () => {
  const queue = await createQueue(aws.sqs);
  expect((await refusalOf(sendTo(queue.url, ''))).code).toBe('MissingParameter');
});

test.each([
  ['NUL', '\0'],
  ['ESC', '\u001B'],
  ['U+FFFE', '\uFFFE'],
  ['U+FFFF', '\uFFFF'],
])('a body with %s is refused', async (_, character) => {
  const queue = await createQueue(aws.sqs);
  const refusal = await refusalOf(sendTo(queue.url, `a${character}b`));
  expect(refusal.name).toBe('InvalidMessageContents');
});

test('a lone surrogate, written as an escape in the JSON of the request, is refused', async () => {
  const queue = await createQueue(aws.sqs);
  const response = await fetch(aws.emulators.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' },
    body: `{"QueueUrl":"${queue.url}","MessageBody":"\\ud800"}`,
  });
  expect(response.status).toBe(400);
  expect(response.headers.get('x-amzn-query-error')).toBe('InvalidMessageContents;Sender');
});

test('tabs, line ends and every other character of XML come back unchanged', async () => {
  const queue = await createQueue(aws.sqs);
  const body = '\t\n\r \u007F\u0085\uD7FF\uE000\uFFFD\u{10000}\u{10FFFF}';
  await sendTo(queue.url, body);
  expect((await receiveOne(aws.sqs, queue)).Body).toBe(body);
});

test('ten attributes are taken and eleven refused', async () => {
  const queue = await createQueue(aws.sqs);
  await sendTo(queue.url, 'x', attributesOfCount(10));
  expect((await refusalOf(sendTo(queue.url, 'x', attributesOfCount(11)))).code).toBe('InvalidParameterValue');
});

test.each<[string, string, MessageAttributeValue]>([
  ['an empty value', 'name', text('')],
  ['a type that does not exist', 'name', { DataType: 'Boolean', StringValue: 'true' }],
  ['a Number that is none', 'name', { DataType: 'Number', StringValue: 'many' }],
  ['a name of AWS', 'AWS.name', text('x')],
  ['a name with a space', 'a name', text('x')],
])('an attribute with %s is refused', async (_, name, attribute) => {
  const queue = await createQueue(aws.sqs);
  const refusal = await refusalOf(sendTo(queue.url, 'x', { [name]: attribute }));
  expect(refusal.code).toBe('InvalidParameterValue');
});

test('an attribute with a control character is refused', async () => {
  const queue = await createQueue(aws.sqs);
  const refusal = await refusalOf(sendTo(queue.url, 'x', { name: text('\u0001') }));
  expect(refusal.name).toBe('InvalidMessageContents');
});

test('a FIFO queue is refused with the reason', async () => {
  const refusal = await refusalOf(aws.sqs.send(new CreateQueueCommand({ QueueName: 'orders.fifo' })));
  expect(refusal.message).toContain('no FIFO queues');
});

test('a receive beyond 120,000 messages in flight is OverLimit, until one of them is deleted', async () => {
  const settings = { url: 'http://127.0.0.1', speed: 1, region: 'us-east-1', accountId: '000000000000' };
  const context = createContext({ directory: ':memory:', ...settings });
  createEmulatorQueue(context, { QueueName: 'full' });
  context.database.run(
    `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 120001)
     INSERT INTO messages (sequence, queue_id, message_id, visible_at, in_flight, sent_at, receive_count)
     SELECT n, 1, 'id-' || n, iif(n = 120001, ?1, ?1 + 60000), n < 120001, ?1, 1 FROM numbers`,
    Date.now(),
  );
  context.database.run(
    "INSERT INTO message_contents (sequence, body, body_md5) SELECT sequence, 'x', '' FROM messages",
  );
  context.inFlightAtMost.set(1, 120_000);
  const queues = createQueuePort(context);
  await expect(queues.receive('full', { max: 1, waitMs: 0 })).rejects.toMatchObject({ name: 'OverLimit' });
  context.database.run('DELETE FROM messages WHERE sequence = 1');
  expect(await queues.receive('full', { max: 10, waitMs: 0 })).toHaveLength(1);
  context.close();
});
