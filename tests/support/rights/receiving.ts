import { createArchiveReader } from '../archive.ts';
import { charge } from '../given-money.ts';
import { githubPush, post, signed } from '../post-webhook.ts';
import { newId } from './given-work.ts';
import { until, type WatchedPipeline } from './pipeline-under-watch.ts';
import type { RefusingProxy } from './refusing-proxy.ts';

/** Too many for a message. */
const LARGE = 'x'.repeat(300_000);

export interface Received {
  readonly small: string;
  readonly large: string;
  readonly money: string;
}

/** Webhooks as senders send them: small, large, many in one, and an offered secret. @returns their deliveries */
export async function receive(pipeline: WatchedPipeline, board: string): Promise<Received> {
  const { webhooks } = pipeline.endpoints;
  const events = Array.from({ length: 2 }, () => ({
    user: { gid: '1' },
    created_at: new Date().toISOString(),
    action: 'added',
    resource: { gid: newId(), resource_type: 'task', notes: LARGE },
  }));
  const object = charge({ id: `ch_${newId()}` });
  const money = () => {
    const created = Math.floor(Date.now() / 1000);
    const event = { object: 'event', type: 'charge.succeeded', livemode: true, data: { object } };
    return signed('stripe', {}, JSON.stringify({ id: `evt_${newId()}`, created, ...event }));
  };
  const answers = await Promise.all([
    post(webhooks, githubPush()),
    post(webhooks, githubPush(JSON.stringify({ ref: 'refs/heads/main', large: LARGE }))),
    post(webhooks, money()),
    // Told again, it is compared with its entry.
    post(webhooks, money()),
    post(webhooks, signed('asana', {}, JSON.stringify({ events }))),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 200]);
  const offer = { source: `board${board}`, headers: { 'x-hook-secret': 'made-up-by-asana' }, body: Buffer.alloc(0) };
  expect((await post(webhooks, offer)).status).toBe(200);
  const [small = '', large = '', paid = ''] = answers.map(({ deliveryId }) => deliveryId ?? '');
  await Promise.all([
    pipeline.hooks('sources', 'confirm', 'board', '--yes'),
    pipeline.awaitCall('ledger', 's3:GetObject', '/ledger/'),
    createArchiveReader(pipeline.endpoints).waitFor([small, large, paid]),
  ]);
  return { small, large, money: paid };
}

/** The deliveries queue does not answer, and returns; the schedule sweeps. */
export async function spill(pipeline: WatchedPipeline, proxy: RefusingProxy): Promise<void> {
  proxy.refuse('SQS.SendMessage', 'SQS.SendMessageBatch');
  // A busy machine may leave too little of its patience.
  await until(
    'a webhook is spilled',
    async () => (await post(pipeline.endpoints.webhooks, githubPush())).status === 202,
  );
  proxy.refuse();
  await pipeline.awaitCall('sweep', 's3:DeleteObject');
}
