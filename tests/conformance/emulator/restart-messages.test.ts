// What a restart makes of messages that an earlier process left in flight, delayed, or dated in the future.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { SendMessageCommand } from '@aws-sdk/client-sqs';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { startEmulatorClients } from '../../support/emulator-clients.ts';
import {
  counts,
  createQueue,
  createQueueWithDeadLetters,
  receive,
  receiveOne,
  send,
} from '../../support/emulator-queues.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'emulators-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** One life of the emulators on the directory. */
async function live<Result>(act: (aws: EmulatorClients) => Promise<Result>): Promise<Result> {
  const aws = await startEmulatorClients({ directory });
  try {
    return await act(aws);
  } finally {
    await aws.close();
  }
}

/** Changes all messages while nothing runs, as if another clock had written them. */
function rewriteMessages(assignments: string, milliseconds: number): void {
  const database = new DatabaseSync(join(directory, 'emulator.sqlite'));
  database.prepare(`UPDATE messages SET ${assignments}`).run(milliseconds);
  database.close();
}

const hourMs = 3_600_000;

test('a message that was in flight at every restart is never a dead letter, however often that was', async () => {
  const { queue, deadLetters } = await live(async ({ sqs }) => {
    const created = await createQueueWithDeadLetters(sqs, 1, { VisibilityTimeout: '43200' });
    await send(sqs, created.queue, 'good');
    await receiveOne(sqs, created.queue);
    return created;
  });
  for (let restarts = 0; restarts < 3; restarts += 1) {
    const { Attributes } = await live(({ sqs }) => receiveOne(sqs, queue));
    expect(Attributes?.ApproximateReceiveCount).toBe('1');
  }
  expect(await live(({ sqs }) => counts(sqs, deadLetters))).toBe('0/0/0');
});

test('the interrupted receive does not count either when its visibility ran out before the restart', async () => {
  const queue = await live(async ({ sqs }) => {
    const created = await createQueue(sqs, { VisibilityTimeout: '43200' });
    await send(sqs, created, 'good');
    await receiveOne(sqs, created);
    return created;
  });
  rewriteMessages('visible_at = ?', Date.now() - hourMs);
  const { Attributes } = await live(({ sqs }) => receiveOne(sqs, queue));
  expect(Attributes?.ApproximateReceiveCount).toBe('1');
});

test('receives that ended count on, and a poisonous message still becomes a dead letter', async () => {
  const { queue, deadLetters } = await live(async ({ sqs }) => {
    const created = await createQueueWithDeadLetters(sqs, 2, { VisibilityTimeout: '43200' });
    await send(sqs, created.queue, 'poison');
    await receiveOne(sqs, created.queue, { visibilitySeconds: 0 });
    await receiveOne(sqs, created.queue, { visibilitySeconds: 0 });
    return created;
  });
  await live(async ({ sqs }) => {
    expect(await receive(sqs, queue)).toEqual([]);
    expect(await counts(sqs, deadLetters)).toBe('1/0/0');
  });
});

test('a message that a clock ahead of ours has hidden is visible, and its retention counts from now', async () => {
  const queue = await live(async ({ sqs }) => {
    const created = await createQueue(sqs);
    await send(sqs, created, 'from the future');
    return created;
  });
  rewriteMessages('visible_at = ?1, sent_at = ?1', Date.now() + 24 * hourMs);
  const { Body, Attributes } = await live(({ sqs }) => receiveOne(sqs, queue));
  expect(Body).toBe('from the future');
  expect(Number(Attributes?.SentTimestamp)).toBeLessThanOrEqual(Date.now());
});

test('a delay that SQS allows goes on after a restart', async () => {
  const queue = await live(async ({ sqs }) => {
    const created = await createQueue(sqs);
    await sqs.send(new SendMessageCommand({ QueueUrl: created.url, MessageBody: 'later', DelaySeconds: 900 }));
    return created;
  });
  expect(await live(({ sqs }) => counts(sqs, queue))).toBe('0/0/1');
});
