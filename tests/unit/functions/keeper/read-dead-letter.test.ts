import { writeDelivery } from '#shared/messages/delivery.ts';
import { writeEvent } from '#shared/messages/event.ts';
import { writeFailure } from '#shared/messages/failure.ts';
import { writeReplayMark } from '#shared/messages/replay-mark.ts';
import { readDeadLetter } from '../../../../functions/keeper/read-dead-letter.ts';
import {
  givenDeadLetterMessage,
  givenFailure,
  type DeadLetterMessageOptions,
} from '../../../support/given-dead-letters.ts';
import { givenDelivery, givenEvent } from '../../../support/given-messages.ts';

const now = new Date('2026-01-02T04:00:00.000Z');
const sentAt = new Date(1_767_322_800_000).toISOString();
const event = writeEvent(givenEvent());

const read = (queue: string, body: string, options: DeadLetterMessageOptions = {}) =>
  readDeadLetter(givenDeadLetterMessage(queue, body, options), { queuePrefix: 'webhook-pipeline-local-' }, now);

test('a dead letter of ours is kept with its message and its failure', () => {
  const attributes = { source: 'stripe-eu', type: 'charge.refunded', traceparent: '00-1-2-01' };
  const failure = givenFailure();
  const deadLetter = read('archive', event, { attributes: { ...attributes, failure: writeFailure(failure) } });
  expect(deadLetter).toEqual({
    v: 1,
    id: `archive/${'e'.repeat(32)}`,
    worker: 'archive',
    eventId: 'e'.repeat(32),
    deliveryId: 'd'.repeat(32),
    senderEventId: 'evt_1',
    source: 'stripe-eu',
    type: 'charge.refunded',
    receivedAt: '2026-01-02T03:04:05.678Z',
    state: 'open',
    failure,
    replays: 0,
    arrivals: 1,
    recordedAt: now.toISOString(),
    // With its event.
    expiresAt: Math.floor(Date.parse('2026-01-02T03:04:05.678Z') / 1000) + 400 * 24 * 3600,
    body: event,
    attributes,
  });
});

test('a worker of several words is told from its queue', () => {
  expect(read('order-mail', event)).toMatchObject({ worker: 'order-mail', id: `order-mail/${'e'.repeat(32)}` });
});

test('the dead letter of a delivery is dispatch’s, and names source and type', () => {
  expect(read('deliveries', writeDelivery(givenDelivery()))).toMatchObject({
    worker: 'dispatch',
    eventId: 'd'.repeat(32),
    deliveryId: 'd'.repeat(32),
    source: 'stripe-eu',
    type: 'charge.refunded',
  });
});

test('the part of an array is known by its first event, and has no single type', () => {
  const events = [3, 4].map((index) => ({ id: `e${index}`, type: 'a', pointer: `/${index}` }));
  const deadLetter = read('deliveries', writeDelivery(givenDelivery({ id: 'd1', events })));
  expect(deadLetter).toMatchObject({ eventId: 'd1.e3', deliveryId: 'd1' });
  expect(deadLetter.type).toBeUndefined();
});

test('a message of a later version, or without most of its fields, is still known by its id', () => {
  expect(read('archive', '{"v":2,"id":"e1","source":7}')).toMatchObject({ eventId: 'e1', body: expect.any(String) });
});

test.each(['', 'no JSON', '[]', '{"id":""}', '{"id":"with space"}', `{"id":"${'x'.repeat(257)}"}`, '{"id":7}'])(
  'a message that names no event is known by its own hash: %s',
  (body) => {
    const [one, again, other] = [read('archive', body), read('archive', body), read('archive', `${body} `)];
    expect(one.eventId).toMatch(/^unreadable-[0-9a-f]{32}$/);
    expect(again.eventId).toBe(one.eventId);
    expect(other.eventId).not.toBe(one.eventId);
    expect(one.source).toBeUndefined();
  },
);

test('what came back after a replay is of the generation that its mark says, and names the run', () => {
  const attributes = { replay: writeReplayMark({ run: 'run-7', count: 3 }), source: 'stripe-eu' };
  expect(read('archive', event, { attributes })).toMatchObject({
    replays: 3,
    run: 'run-7',
    attributes: { source: 'stripe-eu' },
  });
});

test.each(['', '{', '{"run":"r","count":0}', '{"count":1}'])('a garbled replay mark counts as none: %j', (replay) => {
  const deadLetter = read('archive', event, { attributes: { replay } });
  expect(deadLetter.replays).toBe(0);
  expect(deadLetter).not.toHaveProperty('run');
});

test('what SQS moved itself has crashed, even with the failure of an earlier life', () => {
  const attributes = { failure: writeFailure(givenFailure({ class: 'gave-up', message: 'old' })) };
  const { failure } = read('archive', event, { attributes, movedFrom: 'archive' });
  expect(failure).toMatchObject({
    class: 'crashed',
    worker: 'archive',
    queue: 'webhook-pipeline-local-archive',
    firstAt: sentAt,
    lastAt: now.toISOString(),
  });
  expect(failure.message).toMatch(/never reported back/);
  expect(failure).not.toHaveProperty('attempts');
});

test('what carries no failure and was not moved by SQS could not be delivered by SNS', () => {
  const { failure } = read('archive', event);
  expect(failure).toMatchObject({ class: 'undeliverable', name: 'Undeliverable', firstAt: sentAt, lastAt: sentAt });
  expect(failure.message).toMatch(/SNS could not put/);
});

test('a delivery without a failure was put there by somebody else, since no topic sends there', () => {
  const { failure } = read('deliveries', writeDelivery(givenDelivery()));
  expect(failure).toMatchObject({
    class: 'undeliverable',
    worker: 'dispatch',
    queue: 'webhook-pipeline-local-deliveries',
  });
  expect(failure.message).toMatch(/Something other than this pipeline/);
});

test.each(['{', '{}', 'null', writeFailure(givenFailure({ fingerprint: 'x'.repeat(100) }))])(
  'a failure that cannot be read is told as such: %s',
  (text) => {
    expect(read('archive', event, { attributes: { failure: text } }).failure).toMatchObject({
      class: 'undeliverable',
      name: 'UnreadableFailure',
    });
  },
);

const fingerprintOf = (queue: string, options: DeadLetterMessageOptions = {}) =>
  read(queue, event, options).failure.fingerprint;

test('the same cause has one fingerprint for each worker', () => {
  const all = [
    fingerprintOf('archive'),
    fingerprintOf('order-mail'),
    fingerprintOf('archive', { movedFrom: 'archive' }),
    fingerprintOf('archive', { attributes: { failure: '{' } }),
  ];
  expect(new Set(all).size).toBe(4);
  for (const fingerprint of all) expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
  expect(fingerprintOf('archive', { messageId: 'another' })).toBe(all[0]);
});

test('no failure that the keeper writes quotes the message', () => {
  const secret = 'whsec_c2VjcmV0';
  for (const options of [{}, { movedFrom: 'archive' }, { attributes: { failure: secret } }]) {
    expect(JSON.stringify(read('archive', secret, options).failure)).not.toContain(secret);
  }
});

test.each(['archive', 'dead-letters'])(
  'a message of another queue than a dead-letter queue is refused: %s',
  (queue) => {
    const record = { ...givenDeadLetterMessage('archive', event), eventSourceARN: `arn:aws:sqs:us-east-1:0:${queue}` };
    expect(() => readDeadLetter(record, { queuePrefix: 'webhook-pipeline-local-' }, now)).toThrow(
      /is no dead-letter queue/,
    );
  },
);

test.each([
  [{}, '2026-06-01', 90],
  [{ retentionDays: 30 }, '2026-06-01', 30],
  // It waited for weeks, and somebody must still see it.
  [{ retentionDays: 30 }, '2026-05-05', 14 + 27],
])('one of an event with %j that was received on %s is forgotten %s days later', (kept, day, days) => {
  const receivedAt = `${day}T00:00:00.000Z`;
  const record = givenDeadLetterMessage('archive', writeEvent(givenEvent({ ...kept, receivedAt })), {});
  const stage = { queuePrefix: 'webhook-pipeline-local-', retentionDays: 90 };
  const { expiresAt } = readDeadLetter(record, stage, new Date('2026-06-01T00:00:00.000Z'));
  expect(expiresAt).toBe(Date.parse(receivedAt) / 1000 + days * 24 * 3600);
});
