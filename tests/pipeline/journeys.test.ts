import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { archivedBytes } from '#shared/messages/archive-line.ts';
import { tracedBy } from '#shared/messages/traceparent.ts';
import { createArchiveReader } from '../support/archive.ts';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { runHooks } from '../support/run-hooks.ts';
import { githubPush, post, signed, type Webhook } from '../support/post-webhook.ts';

let pipeline: LocalPipeline;
let archive: ReturnType<typeof createArchiveReader>;

beforeAll(async () => {
  pipeline = await startPipeline();
  archive = createArchiveReader(pipeline.endpoints);
}, 90_000);
afterAll(() => pipeline.stop());

const postAccepted = async (webhook: Webhook, status = 202): Promise<string> => {
  const answer = await post(pipeline.endpoints.webhooks, webhook);
  expect(answer).toMatchObject({ status, deliveryId: expect.any(String) as unknown });
  return answer.deliveryId ?? '';
};

const webhooks = {
  github: () => githubPush(),
  stripe: () => signed('stripe', {}, JSON.stringify({ id: `evt_${randomUUID()}`, type: 'charge.refunded', data: {} })),
  slack: () =>
    signed(
      'slack',
      {},
      JSON.stringify({ type: 'event_callback', event_id: randomUUID(), event: { type: 'app_mention' } }),
    ),
  shopify: () =>
    signed(
      'shopify',
      { 'x-shopify-topic': 'orders/create', 'x-shopify-event-id': randomUUID(), 'x-shopify-webhook-id': randomUUID() },
      JSON.stringify({ id: 1, total_price: '10.00' }),
    ),
  'standard-webhooks': () =>
    signed('standard-webhooks', { 'webhook-id': `msg_${randomUUID()}` }, JSON.stringify({ type: 'invoice.paid' })),
};

test.each(Object.entries(webhooks))(
  'a webhook of %s is accepted and its bytes come back from the archive',
  async (source, create) => {
    const webhook = create();
    const deliveryId = await postAccepted(webhook, source === 'slack' ? 200 : 202);
    const line = (await archive.waitFor([deliveryId])).get(deliveryId);
    expect(line).toMatchObject({ specversion: '1.0', v: 1, source, provider: source, deliveryid: deliveryId });
    expect(line && archivedBytes(line).equals(webhook.body)).toBe(true);
  },
);

const measuredSchema = v.object({ name: v.string(), measured: v.optional(v.record(v.string(), v.number())) });

test('a webhook begins one trace that its sender does not choose, and is counted from request to result', async () => {
  const chosen = '00-11111111111111111111111111111111-2222222222222222-01';
  const webhook = githubPush();
  const deliveryId = await postAccepted({ ...webhook, headers: { ...webhook.headers, traceparent: chosen } });
  const { traceparent = '' } = (await archive.waitFor([deliveryId])).get(deliveryId) ?? {};
  expect(tracedBy(traceparent)).toEqual({ traceId: expect.stringMatching(/^(?!1{32})[0-9a-f]{32}$/) });
  const { stdout } = await runHooks(pipeline.localDir, ['status', '--json']);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  const steps = new Map(
    lines.flatMap((line) => (v.is(measuredSchema, line) ? [[line.name, line.measured ?? {}] as const] : [])),
  );
  expect(steps.get('ingest')?.['acceptedPerMinute']).toBeGreaterThan(0);
  expect(steps.get('archive')?.['endToEndP95Ms']).toBeGreaterThan(0);
});

test('a sender that posts the same webhook twice gets the same delivery id twice', async () => {
  const webhook = githubPush();
  const first = await postAccepted(webhook);
  expect(await postAccepted(webhook)).toBe(first);
  await archive.waitFor([first]);
});

test('a tampered webhook is refused and leaves nothing in the archive', async () => {
  const webhook = githubPush();
  const tampered = Buffer.from(webhook.body);
  tampered[5] = (tampered[5] ?? 0) ^ 1;
  const answer = await post(pipeline.endpoints.webhooks, { ...webhook, body: tampered });
  expect(answer.status).toBe(401);
  // Whatever was queued before this one is archived after it: by then the tampered one would be there too.
  await archive.waitFor([await postAccepted(githubPush())]);
  const archived = await archive.lines();
  expect(archived.filter((line) => archivedBytes(line).equals(tampered))).toEqual([]);
});

test("Slack's url_verification is answered with its challenge and becomes no delivery", async () => {
  const answer = await post(
    pipeline.endpoints.webhooks,
    signed('slack', {}, JSON.stringify({ type: 'url_verification', challenge: 'c-1' })),
  );
  expect(answer).toMatchObject({ status: 200, text: '{"challenge":"c-1"}', deliveryId: undefined });
});

test.each([199, 200, 201, 255, 256, 257, 1024, 4096])(
  'a body of %i KiB is accepted and comes back byte for byte',
  async (kib) => {
    const frame = '{"pad":""}';
    const webhook = githubPush(`{"pad":"${'é'.repeat((kib * 1024 - frame.length) / 2)}"}`);
    const deliveryId = await postAccepted(webhook);
    const line = (await archive.waitFor([deliveryId])).get(deliveryId);
    expect(line && archivedBytes(line).equals(webhook.body)).toBe(true);
  },
);
