import { randomUUID } from 'node:crypto';
import { SPILLED_PREFIX } from '#shared/messages/spilled-message.ts';
import { githubPush, post, signed } from '../post-webhook.ts';
import { givenLargeBody, messageOf, sendDeadLetter } from './given-work.ts';
import { until, type WatchedPipeline } from './pipeline-under-watch.ts';
import type { RefusingProxy } from './refusing-proxy.ts';

/** What a message and an object are too large for each other. */
const LARGE_CHARACTERS = 300_000;

const queueOf = (worker: string): string => (worker === 'dispatch' ? 'deliveries' : worker);
const isDone = ({ state }: { readonly state: string }) => state === 'done';

/** Webhooks as senders send them: small, large, many in one, repeated, and an offered secret. */
export async function receive(pipeline: WatchedPipeline, board: string): Promise<string> {
  const { webhooks } = pipeline.endpoints;
  const large = 'x'.repeat(LARGE_CHARACTERS);
  const events = Array.from({ length: 3 }, () => ({
    user: { gid: '1' },
    created_at: new Date().toISOString(),
    action: 'added',
    resource: { gid: randomUUID(), resource_type: 'task', notes: large },
  }));
  const answers = await Promise.all([
    post(webhooks, githubPush()),
    post(webhooks, githubPush(JSON.stringify({ ref: 'refs/heads/main', large }))),
    post(webhooks, signed('asana', {}, JSON.stringify({ events }))),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 200]);
  const offer = { source: `board${board}`, headers: { 'x-hook-secret': 'made-up-by-asana' }, body: Buffer.alloc(0) };
  expect((await post(webhooks, offer)).status).toBe(200);
  await pipeline.hooks('sources', 'confirm', 'board', '--yes');
  return answers[0]?.deliveryId ?? '';
}

/** What takes a second attempt, what is given up at the first, and what is worked on again by hand. */
export async function failAndMend(
  pipeline: WatchedPipeline,
  proxy: RefusingProxy,
  workers: readonly string[],
): Promise<void> {
  const everyone = ['dispatch', ...workers];
  proxy.refuse('S3.PutObject', 'SNS.PublishBatch');
  await Promise.all(everyone.map((worker) => pipeline.send(queueOf(worker), messageOf(worker).body)));
  await Promise.all(everyone.map((worker) => pipeline.awaitCall(worker, 'sqs:ChangeMessageVisibility')));
  proxy.refuse();
  await Promise.all(everyone.map((worker) => pipeline.awaitCall(worker, 'dynamodb:PutItem')));

  await Promise.all(everyone.map((worker) => pipeline.send(queueOf(worker), `no JSON ${randomUUID()}`)));
  await Promise.all(everyone.map((worker) => pipeline.awaitCall(worker, 'sqs:SendMessage', '-dead-letters')));
  await Promise.all(workers.map(async (worker) => pipeline.send(worker, await givenLargeBody(pipeline, worker))));
  await Promise.all(workers.map((worker) => pipeline.awaitCall(worker, 's3:GetObject', 'claim-checks/')));

  await Promise.all(everyone.map((worker) => replayOne(pipeline, worker)));
}

async function replayOne(pipeline: WatchedPipeline, worker: string): Promise<void> {
  const eventId = await sendDeadLetter(pipeline, worker, 2);
  await pipeline.deadLetters.waitForOpen(worker, eventId);
  await pipeline.invoke('replay', { replay: { from: worker, ids: [eventId], reason: 'It works again' } });
  await pipeline.deadLetters.waitFor({ worker, eventId }, isDone);
}

/** The deliveries queue does not answer, and returns. */
export async function spillAndSweep(pipeline: WatchedPipeline, proxy: RefusingProxy): Promise<void> {
  proxy.refuse('SQS.SendMessage', 'SQS.SendMessageBatch');
  // A busy machine may leave too little of its patience.
  await until('a webhook is spilled', async () => (await post(pipeline.endpoints.webhooks, githubPush())).status === 202);
  proxy.refuse();
  await until('nothing is spilled any more', async () => {
    await pipeline.invoke('sweep', {});
    for await (const _ of pipeline.results.list(SPILLED_PREFIX)) return false;
    return true;
  });
}
