import pMap from 'p-map';
import * as v from 'valibot';
import { awaitEmptyQueues } from '../support/await-empty-queues.ts';
import { charge, paymentIntent, refund, stripeEvent, transaction } from '../support/given-money.ts';
import { localDeadLetters } from '../support/local-dead-letters.ts';
import { localObjects } from '../support/local-objects.ts';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { post, signed, type Webhook } from '../support/post-webhook.ts';
import { runHooks } from '../support/run-hooks.ts';

let pipeline: LocalPipeline;

beforeAll(async () => {
  pipeline = await startPipeline();
}, 90_000);
afterAll(() => pipeline.stop());

const hooks = (...args: readonly string[]) => runHooks(pipeline.localDir, args);

const balanceSchema = v.object({
  entries: v.number(),
  accounts: v.array(v.object({ account: v.string(), currency: v.string(), balance: v.string() })),
  totals: v.array(v.object({ debitMinor: v.string(), creditMinor: v.string() })),
  damaged: v.array(v.unknown()),
});

async function balance() {
  const { stdout, exitCode } = await hooks('ledger', 'balance', '--json');
  return { ...v.parse(balanceSchema, JSON.parse(stdout)), exitCode };
}

/** A webhook of Stripe with an id of its own, so that only its body tells which money it is about. */
function stripeWebhook(type: string, object: Readonly<Record<string, unknown>>): Webhook {
  const event = stripeEvent(type, object, { id: `evt_${crypto.randomUUID()}` });
  return signed('stripe', {}, 'text' in event.body ? event.body.text : '');
}

const shopifyWebhook = (topic: string, body: object) =>
  signed(
    'shopify',
    {
      'x-shopify-topic': topic,
      'x-shopify-event-id': crypto.randomUUID(),
      'x-shopify-webhook-id': crypto.randomUUID(),
    },
    JSON.stringify(body),
  );

async function tell(webhooks: readonly Webhook[]) {
  const answers = await pMap(webhooks, (webhook) => post(pipeline.endpoints.webhooks, webhook), { concurrency: 16 });
  expect(answers.map(({ status }) => status)).toEqual(webhooks.map(() => 202));
  await awaitEmptyQueues(pipeline.endpoints);
  return answers.map(({ deliveryId = '' }) => deliveryId);
}

const PAYMENTS = 40;
const ids = Array.from({ length: PAYMENTS }, (_, index) => index + 1);
const centsOf = (n: number) => n * 101;
const decimals = (cents: number) => (cents / 100).toFixed(2);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

test('before the first movement the balance says that there is none', async () => {
  expect(await hooks('ledger', 'balance')).toEqual({ stdout: 'No entries yet.\n', stderr: '', exitCode: 0 });
});

test('the balance is the sum of the distinct payments, however often and by whichever webhooks they were told', async () => {
  const webhooks = ids.flatMap((n) => {
    const amounts = { amount: centsOf(n), amount_captured: centsOf(n), amount_received: centsOf(n) };
    const succeeded = stripeWebhook('charge.succeeded', charge({ id: `ch_${n}`, ...amounts }));
    const intent = stripeWebhook('payment_intent.succeeded', paymentIntent({ latest_charge: `ch_${n}`, ...amounts }));
    const sale = transaction({ id: n, amount: decimals(centsOf(n)) });
    const back = transaction({ id: 1000 + n, kind: 'refund', amount: '1.00' });
    return [
      // Sent again as it was, and told again by others.
      succeeded,
      succeeded,
      intent,
      stripeWebhook('charge.succeeded', charge({ id: `ch_${n}`, ...amounts })),
      stripeWebhook('refund.created', refund({ id: `re_${n}`, amount: 100 })),
      stripeWebhook('refund.updated', refund({ id: `re_${n}`, amount: 100 })),
      shopifyWebhook('order_transactions/create', sale),
      shopifyWebhook('order_transactions/create', sale),
      shopifyWebhook('order_transactions/create', back),
      shopifyWebhook('refunds/create', { id: n, transactions: [back] }),
    ];
  });
  await tell(webhooks);

  const paid = sum(ids.map(centsOf));
  const held = decimals(paid - 100 * PAYMENTS);
  const { accounts, entries, totals, damaged, exitCode } = await balance();
  expect(accounts.map(({ account, currency, balance }) => `${account} ${balance} ${currency}`)).toEqual([
    `assets:shopify ${held} EUR`,
    `assets:stripe ${held} EUR`,
    `income:payments -${decimals(2 * paid)} EUR`,
    `income:refunds ${decimals(2 * 100 * PAYMENTS)} EUR`,
  ]);
  expect([entries, damaged, exitCode]).toEqual([4 * PAYMENTS, [], 0]);
  expect(totals.map(({ debitMinor }) => debitMinor)).toEqual(totals.map(({ creditMinor }) => creditMinor));
}, 90_000);

test('money told in another way, or without its amount, becomes a dead letter and leaves the balance as it is', async () => {
  const before = await balance();
  const deliveryIds = await tell([
    stripeWebhook('charge.succeeded', charge({ id: 'ch_1', amount_captured: 1 })),
    stripeWebhook('charge.succeeded', charge({ id: 'ch_new', amount_captured: null })),
  ]);
  const letters = localDeadLetters(pipeline.endpoints);
  const kept = await Promise.all(deliveryIds.map((id) => letters.waitForOpen('ledger', id)));
  expect(kept.map(({ failure }) => [failure.class, failure.message])).toEqual([
    ['gave-up', expect.stringContaining('This event tells another amountMinor than the entry ')],
    ['gave-up', 'This event tells of money, but /data/object/amount_captured is missing'],
  ]);
  const { stdout, stderr, exitCode } = await hooks('ledger', 'balance', '--json');
  const after = v.parse(v.object({ ...balanceSchema.entries, openDeadLetters: v.number() }), JSON.parse(stdout));
  expect({ ...after, exitCode }).toEqual({ ...before, openDeadLetters: 2 });
  expect(stderr).toBe(
    'Money may be missing: 2 events are open dead letters of the ledger. They are listed by `npm run hooks -- dead-letters list --from ledger`\n',
  );
}, 90_000);

test('an entry that somebody has changed is named, left out and fails the command', async () => {
  const objects = localObjects(pipeline.endpoints, 'ResultsBucket');
  const key = 'ledger/entries/stripe/own/ch_2/payment.json';
  const stored = await objects.get(key);
  const bytes = stored === 'missing' ? Buffer.alloc(0) : stored.bytes;
  const type = { contentType: 'application/json' };
  await objects.put(key, Buffer.from(bytes.toString('utf8').replace('"debitMinor":202', '"debitMinor":203')), type);
  const { stdout, stderr, exitCode } = await hooks('ledger', 'balance');
  await objects.put(key, bytes, type);
  expect(stderr).toContain(`${key} is left out: its debits are not its credits`);
  expect(stdout).toContain(`${4 * PAYMENTS - 1} entries`);
  expect(exitCode).toBe(1);
});

test('samples of the ledger can be sent and are followed to their results', async () => {
  const before = (await balance()).entries;
  for (const type of ['charge.succeeded', 'refund.created', 'charge.dispute.funds_withdrawn', 'payout.paid']) {
    expect(await hooks('send', 'stripe', type, '--json')).toMatchObject({ exitCode: 0 });
  }
  for (const type of ['order_transactions/create', 'refunds/create', 'disputes/create']) {
    expect(await hooks('send', 'shopify', type, '--json')).toMatchObject({ exitCode: 0 });
  }
  // A dispute has a fee beside it.
  expect((await balance()).entries).toBe(before + 8);
}, 60_000);
