import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { startEmulatorClients } from '../../support/emulator-clients.ts';
import { counts, createQueue, receive, receiveOne, send } from '../../support/emulator-queues.ts';

// A second of SQS passes in 100 ms.
const speed = 10;

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients({ speed });
});
afterAll(() => aws.close());

test('a waiting receive returns as soon as a message is sent', async () => {
  const queue = await createQueue(aws.sqs);
  const waiting = receiveOne(aws.sqs, queue, { waitSeconds: 20 });
  await send(aws.sqs, queue, 'x');
  const sentAt = Date.now();
  expect((await waiting).Body).toBe('x');
  expect(Date.now() - sentAt).toBeLessThan((20 * 1000) / speed / 2);
});

test('without a message it returns empty when the wait is over', async () => {
  const queue = await createQueue(aws.sqs);
  const startedAt = Date.now();
  expect(await receive(aws.sqs, queue, { waitSeconds: 2 })).toEqual([]);
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual((2 * 1000) / speed - 1);
});

test('the wait of the queue holds for a receive that names none', async () => {
  const queue = await createQueue(aws.sqs, { ReceiveMessageWaitTimeSeconds: '20' });
  const waiting = aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url }));
  await send(aws.sqs, queue, 'x');
  expect((await waiting).Messages).toHaveLength(1);
});

test('of two waiters for one message the loser goes on waiting', async () => {
  const queue = await createQueue(aws.sqs);
  const waiters = [1, 2].map(() => receiveOne(aws.sqs, queue, { waitSeconds: 20 }));
  await send(aws.sqs, queue, 'first');
  expect((await Promise.race(waiters)).Body).toBe('first');
  await send(aws.sqs, queue, 'second');
  const bodies = (await Promise.all(waiters)).map(({ Body }) => Body);
  expect(new Set(bodies)).toEqual(new Set(['first', 'second']));
});

test('a client that hangs up takes no message with it', async () => {
  const queue = await createQueue(aws.sqs);
  const hangUp = new AbortController();
  const input = { QueueUrl: queue.url, WaitTimeSeconds: 20 };
  const waiting = aws.sqs.send(new ReceiveMessageCommand(input), { abortSignal: hangUp.signal });
  // By the end of an empty receive of its own length the first request has long arrived, and then its end has.
  await receive(aws.sqs, queue, { waitSeconds: 1 });
  hangUp.abort();
  await expect(waiting).rejects.toThrow(/abort/i);
  await receive(aws.sqs, queue, { waitSeconds: 1 });
  await send(aws.sqs, queue, 'kept');
  expect(await counts(aws.sqs, queue)).toBe('1/0/0');
});
