// What becomes of a webhook whose message the deliveries queue does not confirm.
import * as fc from 'fast-check';
import { behindAQueue, impatient, whileASenderWaits } from '#shared/aws/client-settings.ts';
import { readDelivery } from '#shared/messages/delivery.ts';
import { readSpilledMessage, SPILLED_PREFIX } from '#shared/messages/spilled-message.ts';
import { ANSWER_WITHIN_MS } from '../../../../functions/ingest/answer-webhook.ts';
import { SEND_WITHIN_MS, SPILL_WITHIN_MS } from '../../../../functions/ingest/confirm-message.ts';
import type { Provider } from '../../../../functions/ingest/providers/provider.ts';
import { ingestUnderTest } from '../../../support/ingest-under-test.ts';
import { madeUpArrayProvider, madeUpProvider } from '../../../support/made-up-provider.ts';
import { signedRequest } from '../../../support/signed-request.ts';

const never = () => new Promise<never>(() => undefined);
/** Everything that can go on without time passing. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

const firstPointer = (body: string) => readDelivery(body).events[0]?.pointer;

function givenIngest(provider: Provider = madeUpProvider()) {
  const ingest = ingestUnderTest({
    providers: [provider],
    sources: { 'made-up': { provider: 'made-up', secrets: ['s'] } },
  });
  const put = ingest.results.put.bind(ingest.results);
  const send = ingest.deliveries.send.bind(ingest.deliveries);
  const asked: string[] = [];
  ingest.deliveries.send = (message) => {
    asked.push(message.body);
    return send(message);
  };
  const request = (body: string, id: string) =>
    signedRequest({ provider, secret: 's', headers: { 'x-id': id }, body, now: ingest.clock.now().getTime() / 1000 });
  return {
    ...ingest,
    send,
    put,
    /** What the queue was asked to take, whatever it answered. */
    asked,
    post: (body = '{"a":"a-body-nobody-may-read"}', id = '1') => ingest.post(request(body, id)),
    spilledKeys: () => [...ingest.results.stored.keys()].filter((key) => key.startsWith(SPILLED_PREFIX)),
    spilled: () =>
      [...ingest.results.stored]
        .filter(([key]) => key.startsWith(SPILLED_PREFIX))
        .map(([, { bytes }]) => readSpilledMessage(bytes)),
  };
}

test('a queue that refuses: the webhook is accepted, and exactly its message lies in the bucket', async () => {
  const undisturbed = givenIngest();
  await undisturbed.post();
  const ingest = givenIngest();
  ingest.deliveries.failWith(new Error('ServiceUnavailable'));
  const answer = await ingest.post();
  expect(answer).toEqual(await undisturbed.post());
  expect(answer.status).toBe(202);
  expect(ingest.deliveries.sent).toEqual([]);
  expect(ingest.spilled()).toEqual(undisturbed.deliveries.sent.slice(0, 1));
  expect(ingest.spilled()).toMatchObject([{ group: 'made-up', attributes: { source: 'made-up' } }]);
  const { id, receivedAt } = readDelivery(ingest.spilled()[0]!.body);
  expect(ingest.spilledKeys()).toEqual([`spilled/${receivedAt}/${id}-0.json`]);
});

test('a queue that hangs: after its 800 ms the webhook is spilled and accepted', async () => {
  const ingest = givenIngest();
  ingest.deliveries.send = never;
  const posted = ingest.post();
  await settle();
  ingest.clock.advance(SEND_WITHIN_MS - 1);
  await settle();
  expect(ingest.spilled()).toEqual([]);
  ingest.clock.advance(1);
  expect(await posted).toMatchObject({ status: 202 });
  expect(ingest.spilled()).toHaveLength(1);
});

test('the one log line of a spilled webhook names the delivery and the reason, and nothing of its content', async () => {
  const ingest = givenIngest();
  ingest.deliveries.failWith(new Error('ServiceUnavailable'));
  const { body } = await ingest.post();
  const { deliveryId }: { deliveryId: string } = JSON.parse(body);
  expect(ingest.log.lines.filter(({ level }) => level !== 'info')).toMatchObject([
    { level: 'warn', message: 'Webhook spilled', fields: { deliveryId, source: 'made-up', messages: 1 } },
  ]);
  expect(ingest.log.text()).toContain('ServiceUnavailable');
  expect(ingest.log.text()).not.toContain('a-body-nobody-may-read');
});

test('a confirmation that comes late leaves a second copy, and the answer is the same', async () => {
  const ingest = givenIngest();
  const late = Promise.withResolvers<void>();
  ingest.deliveries.send = (message) => late.promise.then(() => ingest.send(message));
  const posted = ingest.post();
  await settle();
  ingest.clock.advance(SEND_WITHIN_MS);
  expect(await posted).toMatchObject({ status: 202 });
  late.resolve();
  await settle();
  expect(ingest.deliveries.sent).toEqual(ingest.spilled());
});

test('a queue and a bucket that both hang: 503 with Retry-After within 1.5 s, and nothing is claimed', async () => {
  const ingest = givenIngest();
  ingest.deliveries.send = never;
  ingest.results.put = never;
  const posted = ingest.post();
  for (const waitMs of [SEND_WITHIN_MS, SPILL_WITHIN_MS]) {
    await settle();
    ingest.clock.advance(waitMs);
  }
  expect(await posted).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
  expect(ingest.log.lines).toMatchObject([{ level: 'error', message: 'Webhook rejected' }]);
});

test('a bucket that is slow but within its 700 ms is waited for', async () => {
  const ingest = givenIngest();
  const slow = Promise.withResolvers<void>();
  ingest.deliveries.failWith(new Error('ServiceUnavailable'));
  ingest.results.put = (key, bytes, type) => slow.promise.then(() => ingest.put(key, bytes, type));
  const posted = ingest.post();
  await settle();
  ingest.clock.advance(SPILL_WITHIN_MS - 1);
  slow.resolve();
  expect(await posted).toMatchObject({ status: 202 });
});

test('of the several messages of an array only those are spilled that were not confirmed', async () => {
  const ingest = givenIngest(madeUpArrayProvider());
  ingest.deliveries.send = (message) =>
    firstPointer(message.body) === '/500' ? Promise.reject(new Error('ServiceUnavailable')) : ingest.send(message);
  const elements = Array.from({ length: 1501 }, (_, index) => ({ id: `e${index}`, type: 'seen' }));
  expect(await ingest.post(JSON.stringify(elements))).toMatchObject({ status: 202 });
  expect(ingest.deliveries.sent.map(({ body }) => firstPointer(body))).toEqual(['/0', '/1000', '/1500']);
  expect(ingest.spilled().map(({ body }) => readDelivery(body).events.length)).toEqual([500]);
  expect(ingest.spilledKeys()).toEqual([expect.stringMatching(/-1\.json$/)]);
});

test('whatever of queue and bucket fails, a 2xx means that one of them holds every message', async () => {
  const outcomes = fc.constantFrom('confirms', 'refuses');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ queue: outcomes, bucket: outcomes }), { minLength: 4, maxLength: 4 }),
      async (plans) => {
        const ingest = givenIngest(madeUpArrayProvider());
        const planOf = (body: string) => plans[Number(firstPointer(body)?.slice(1)) / 500];
        ingest.deliveries.send = async (message) => {
          if (planOf(message.body)?.queue === 'refuses') throw new Error('ServiceUnavailable');
          await ingest.send(message);
        };
        ingest.results.put = async (key, bytes, type) => {
          const isSpilled = key.startsWith(SPILLED_PREFIX);
          if (isSpilled && planOf(readSpilledMessage(bytes).body)?.bucket === 'refuses') throw new Error('SlowDown');
          await ingest.put(key, bytes, type);
        };
        const elements = Array.from({ length: 1501 }, (_, index) => ({ id: `e${index}`, type: 'seen' }));
        const { status } = await ingest.post(JSON.stringify(elements));
        const durable = [...ingest.deliveries.sent, ...ingest.spilled()];
        const pointers = new Set(
          durable.flatMap(({ body }) => readDelivery(body).events.map(({ pointer }) => pointer)),
        );
        expect(status).toBe(plans.some(({ queue, bucket }) => queue === 'refuses' && bucket === 'refuses') ? 503 : 202);
        expect(status === 503 || pointers.size === 1501).toBe(true);
      },
    ),
    { numRuns: 20 },
  );
});

async function givenOutage() {
  const ingest = givenIngest();
  ingest.deliveries.failWith(new Error('ServiceUnavailable'));
  for (const id of ['1', '2', '3']) await ingest.post(undefined, id);
  return ingest;
}

describe('during an outage', () => {
  test('the queue is not asked for 5 s after three failures in a row, and what comes is spilled at once', async () => {
    const ingest = await givenOutage();
    ingest.clock.advance(4999);
    expect(await ingest.post(undefined, '4')).toMatchObject({ status: 202 });
    expect([ingest.asked.length, ingest.spilled().length]).toEqual([3, 4]);
    expect(ingest.log.lines.at(-2)).toMatchObject({ message: 'Webhook spilled' });
  });

  test('one webhook asks again after that: if the queue fails it is left alone for another 5 s', async () => {
    const ingest = await givenOutage();
    ingest.clock.advance(5000);
    await ingest.post(undefined, '4');
    await ingest.post(undefined, '5');
    expect([ingest.asked.length, ingest.spilled().length]).toEqual([4, 5]);
  });

  test('if the queue confirms, everything goes there again', async () => {
    const ingest = await givenOutage();
    ingest.clock.advance(5000);
    ingest.deliveries.failWith(undefined);
    for (const id of ['4', '5']) await ingest.post(undefined, id);
    expect([ingest.deliveries.sent.length, ingest.spilled().length]).toEqual([2, 3]);
  });

  test('a clock that is set back does not make it last', async () => {
    const ingest = await givenOutage();
    ingest.clock.advance(-60_000);
    await ingest.post(undefined, '4');
    expect(ingest.asked).toHaveLength(4);
  });

  test('failures that are not in a row begin none', async () => {
    const ingest = givenIngest();
    for (const [index, failure] of [1, 1, 0, 1, 1, 0].entries()) {
      ingest.deliveries.failWith(failure ? new Error('ServiceUnavailable') : undefined);
      await ingest.post(undefined, String(index));
    }
    expect(ingest.asked.length).toBe(6);
  });
});

test('while the queue is not asked and the bucket fails, the queue is asked after all', async () => {
  const ingest = givenIngest();
  ingest.deliveries.failWith(new Error('ServiceUnavailable'));
  for (const id of ['1', '2', '3']) expect((await ingest.post('{}', id)).status).toBe(202);
  ingest.deliveries.failWith(undefined);
  ingest.results.failWith(new Error('SlowDown'));
  const { length } = ingest.asked;
  expect((await ingest.post('{}', '4')).status).toBe(202);
  expect(ingest.asked).toHaveLength(length + 1);
  expect(ingest.deliveries.sent).toHaveLength(1);
});

/** The SDK waits up to 100 ms before its second try. */
const worstMs = ({ maxAttempts, requestHandler }: typeof whileASenderWaits) =>
  maxAttempts * requestHandler.requestTimeout + (maxAttempts - 1) * 100;

test('ingest acknowledges early: all that it waits for, one after the other, ends before its answer is due', () => {
  const sourcesMs = worstMs(whileASenderWaits);
  const largeBodyMs = worstMs(whileASenderWaits);
  expect(sourcesMs + largeBodyMs + SEND_WITHIN_MS + SPILL_WITHIN_MS).toBeLessThan(ANSWER_WITHIN_MS);
  // What a sender waits for when sources are held and the body fits into the message.
  expect(SEND_WITHIN_MS + SPILL_WITHIN_MS).toBeLessThan(3000);
});

test('an impatient client waits no longer than it is told, and tries a closed connection once more', () => {
  const { maxAttempts, requestHandler } = impatient(SEND_WITHIN_MS);
  expect(maxAttempts).toBe(2);
  expect(Math.max(requestHandler.connectionTimeout, requestHandler.requestTimeout)).toBe(SEND_WITHIN_MS);
  expect(requestHandler.throwOnRequestTimeout).toBe(behindAQueue.requestHandler.throwOnRequestTimeout);
});
