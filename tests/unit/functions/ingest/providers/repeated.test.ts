// What senders change when they repeat a webhook, and what they do not.
import * as fc from 'fast-check';
import { box } from '../../../../../functions/ingest/providers/box/box.ts';
import { coinbaseCommerce } from '../../../../../functions/ingest/providers/coinbase-commerce/coinbase-commerce.ts';
import { lemonsqueezy } from '../../../../../functions/ingest/providers/lemonsqueezy/lemonsqueezy.ts';
import { pagerduty } from '../../../../../functions/ingest/providers/pagerduty/pagerduty.ts';
import type { Provider } from '../../../../../functions/ingest/providers/provider.ts';
import { slack } from '../../../../../functions/ingest/providers/slack/slack.ts';
import { stripe } from '../../../../../functions/ingest/providers/stripe/stripe.ts';
import { telegram } from '../../../../../functions/ingest/providers/telegram/telegram.ts';
import { ingestUnderTest, NOW } from '../../../../support/ingest-under-test.ts';
import { secretFor } from '../../../../support/secret-for.ts';
import { signedRequest } from '../../../../support/signed-request.ts';

interface Repeated {
  readonly provider: Provider;
  readonly body: object;
  /** What the nth try has, which the others have not. */
  readonly varies: (n: number) => { readonly body?: object; readonly headers?: Readonly<Record<string, string>> };
  /** What makes it another event. */
  readonly other: object;
}

const cases: readonly Repeated[] = [
  {
    provider: box,
    body: { type: 'webhook_event', id: 'n1', trigger: 'FILE.UPLOADED' },
    varies: (n) => ({ headers: { 'box-delivery-id': `d${n}` } }),
    other: { id: 'n2' },
  },
  {
    provider: coinbaseCommerce,
    body: { id: 'x', event: { id: 'e1', type: 'charge:created' } },
    varies: (n) => ({ body: { attempt_number: n, id: `x${n}`, scheduled_for: `${n}` } }),
    other: { event: { id: 'e2', type: 'charge:created' } },
  },
  {
    provider: lemonsqueezy,
    body: {
      meta: { event_name: 'order_created' },
      data: { type: 'orders', id: '1', attributes: { updated_at: 't1' } },
    },
    varies: (n) => ({ headers: { 'x-event-name': `${n}` } }),
    // Within the same second.
    other: { data: { type: 'orders', id: '1', attributes: { updated_at: 't1', status: 'refunded' } } },
  },
  {
    provider: pagerduty,
    body: { event: { id: 'e1', event_type: 'incident.triggered' } },
    varies: (n) => ({ headers: { 'x-webhook-id': `w${n}`, 'x-webhook-subscription': `s${n}` } }),
    other: { event: { id: 'e2', event_type: 'incident.triggered' } },
  },
  {
    provider: slack,
    body: { type: 'event_callback', event_id: 'Ev1', event: { type: 'message' } },
    varies: (n) => ({ headers: { 'x-slack-retry-num': `${n}`, 'x-slack-retry-reason': 'http_timeout' } }),
    other: { event_id: 'Ev2' },
  },
  {
    provider: stripe,
    body: { id: 'evt_1', object: 'v2.core.event', type: 'v1.billing.meter.no_meter_found' },
    varies: (n) => ({ body: { pending_webhooks: n } }),
    other: { id: 'evt_2' },
  },
  { provider: telegram, body: { update_id: 7, message: { text: 'a' } }, varies: () => ({}), other: { update_id: 8 } },
];

describe.each(cases)('a webhook that $provider.name repeats', ({ provider, body, varies, other }) => {
  const secret = secretFor(provider);
  /** Each try of several, signed anew a second after the one before. */
  const idsOf = async (tries: readonly { readonly n: number; readonly more?: object }[]) => {
    const ingest = ingestUnderTest({ sources: { mine: { provider: provider.name, secrets: [secret] } } });
    for (const [index, { n, more }] of tries.entries()) {
      const { body: changed, headers = {} } = varies(n);
      const text = JSON.stringify({ ...body, ...changed, ...more });
      const given = { provider, secret: secret.value, body: text, headers, sourceName: 'mine', now: NOW + index };
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as a sender repeats
      expect((await ingest.post(signedRequest(given))).status).toBeLessThan(300);
    }
    return ingest.queued().map(({ id }) => id);
  };

  test('is the same delivery, whatever its tries have of their own', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(100), { minLength: 2, maxLength: 5 }), async (numbers) => {
        expect(new Set(await idsOf(numbers.map((n) => ({ n })))).size).toBe(1);
      }),
      { numRuns: 20 },
    );
  });

  test('is not the one that comes next', async () => {
    expect(new Set(await idsOf([{ n: 1 }, { n: 1, more: other }])).size).toBe(2);
  });
});
