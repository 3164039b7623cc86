import { writeDelivery, readDelivery, type Delivery } from '#shared/messages/delivery.ts';
import { RetryLater } from '#shared/errors.ts';
import { recordingQueue } from '../../support/ports.ts';
import { bundleOfToday, bundleOfTomorrow } from './bundle.ts';

const delivery: Delivery = {
  v: 1,
  id: 'd1',
  source: 'stripe',
  provider: 'stripe',
  receivedAt: '2026-01-02T03:04:05.000Z',
  headers: {},
  contentType: 'application/json',
  body: { text: '{"v":1,"id":"not ours"}' },
  events: [{ id: 'd1', type: 'charge.succeeded' }],
};

const sentBy = async (bundle: typeof bundleOfToday) => {
  const queue = recordingQueue();
  await bundle.queue(queue).send({ body: writeDelivery(delivery), attributes: {} });
  return queue.sent[0]!.body;
};

test('tomorrow reads what today has written, and what it has written itself', async () => {
  const read = bundleOfTomorrow.reader(readDelivery);

  expect(read(await sentBy(bundleOfToday))).toEqual(delivery);
  expect(read(await sentBy(bundleOfTomorrow))).toEqual(delivery);
});

test('today leaves what tomorrow has written for later', async () => {
  const message = await sentBy(bundleOfTomorrow);

  expect(() => bundleOfToday.reader(readDelivery)(message)).toThrow(RetryLater);
});
