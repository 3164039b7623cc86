import { razorpay } from '../../../../../functions/ingest/providers/razorpay/razorpay.ts';
import { ingestUnderTest } from '../../../../support/ingest-under-test.ts';
import { signedRequest } from '../../../../support/signed-request.ts';

const secret = 'of-the-webhook';
const ingest = () => ingestUnderTest({ sources: { shop: { provider: 'razorpay', secrets: [secret] } } });
const posted = (id: string | undefined, payment: string) =>
  signedRequest({
    provider: razorpay,
    secret,
    body: JSON.stringify({ event: 'payment.captured', payload: { payment: { entity: { id: payment } } } }),
    sourceName: 'shop',
    headers: id === undefined ? {} : { 'x-razorpay-event-id': id },
  });

async function idsOf(...requests: readonly ReturnType<typeof posted>[]) {
  const { post, queued } = ingest();
  for (const request of requests) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as a sender repeats
    expect(await post(request)).toMatchObject({ status: 202 });
  }
  return queued().map(({ id }) => id);
}

test('the id and the body together name the delivery: an id on another body hides nothing', async () => {
  const [first, again, otherBody, otherId] = await idsOf(
    posted('e1', 'pay_1'),
    posted('e1', 'pay_1'),
    posted('e1', 'pay_2'),
    posted('e2', 'pay_1'),
  );
  expect(again).toBe(first);
  expect(new Set([first, otherBody, otherId]).size).toBe(3);
});

test('one without an id is accepted and known by its bytes', async () => {
  const [first, again, other] = await idsOf(
    posted(undefined, 'pay_1'),
    posted(undefined, 'pay_1'),
    posted(undefined, 'pay_2'),
  );
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});
