import { createPublishEvents, type PublishEventsPorts } from '../../../../functions/dispatch/publish-events.ts';
import { GiveUp, RetryLater } from '#shared/errors.ts';
import type { BatchRecord } from '#shared/lambda/batch-edge.ts';
import { NotStarted } from '#shared/lambda/deadline.ts';
import { checkInBody, type BodyPointer } from '#shared/messages/body.ts';
import type { Delivery } from '#shared/messages/delivery.ts';
import { readEvent } from '#shared/messages/event.ts';
import type { TopicEntry } from '#shared/ports.ts';
import { givenDeadline, passedDeadline } from '../../../support/given-deadline.ts';
import { givenDelivery, givenRecord } from '../../../support/given-messages.ts';
import { memoryObjects, recordingTopic, TRACEPARENT, type RecordingTopic } from '../../../support/ports.ts';

/** The step with time enough. */
const publishing =
  (ports: PublishEventsPorts, deadline = givenDeadline()) =>
  (records: readonly BatchRecord<Delivery>[]) =>
    createPublishEvents(ports)(records, deadline);

const delivery = (name: string) => givenDelivery({ id: name, events: [{ id: name, type: 'seen' }] });
const records = (count: number) =>
  Array.from({ length: count }, (_, index) => givenRecord(delivery(`d${index}`), `m${index}`));
const idOf = ({ message }: TopicEntry) => readEvent(message).id;
const published = (topic: RecordingTopic) => topic.batches.flat().map(idOf);

test('every event is published with the attributes that subscriptions filter on', async () => {
  const topic = recordingTopic();
  const publishEvents = publishing({ events: topic, results: memoryObjects() });
  const { events: _, id, ...rest } = givenDelivery();
  const failures = await publishEvents([givenRecord(givenDelivery())]);
  expect(failures.size).toBe(0);
  const [entry] = topic.batches.flat();
  expect(entry?.attributes).toEqual({ source: 'stripe-eu', type: 'charge.refunded', traceparent: TRACEPARENT });
  expect(entry?.group).toBe('stripe-eu');
  expect(readEvent(entry!.message)).toEqual({ ...rest, id, type: 'charge.refunded', deliveryId: id });
});

test('deliveries share calls: 25 of them take three', async () => {
  const topic = recordingTopic();
  await publishing({ events: topic, results: memoryObjects() })(records(25));
  expect(topic.batches.map((batch) => batch.length).toSorted((a, b) => b - a)).toEqual([10, 10, 5]);
  expect(published(topic).toSorted()).toEqual(
    records(25)
      .map(({ noun }) => noun.id)
      .toSorted(),
  );
});

test('an entry that SNS refuses fails its own message and no other', async () => {
  const topic = recordingTopic((entry) => (idOf(entry) === 'd3' ? new Error('SNS: InternalError') : undefined));
  const failures = await publishing({ events: topic, results: memoryObjects() })(records(12));
  expect([...failures]).toEqual([['m3', new Error('SNS: InternalError')]]);
  expect(published(topic)).toHaveLength(11);
});

test('a call that fails as a whole fails the messages of its entries and no other', async () => {
  const topic = recordingTopic((entry) => {
    if (idOf(entry) === 'd3') throw new Error('no answer');
    return undefined;
  });
  const failures = await publishing({ events: topic, results: memoryObjects() })(records(12));
  expect([...failures.keys()]).toEqual(records(10).map(({ messageId }) => messageId));
  expect(published(topic)).toEqual(['d10', 'd11']);
});

test('a delivery whose body is gone fails alone, and nothing of it is published', async () => {
  const gone = givenDelivery({
    id: 'gone',
    body: { bucket: 'results', key: 'claim-checks/gone', bytes: 1, sha256: '0' },
    events: [{ id: 'a', type: 'seen', pointer: '/0' }],
  });
  const topic = recordingTopic();
  const publishEvents = publishing({ events: topic, results: memoryObjects() });
  const failures = await publishEvents([...records(2), givenRecord(gone, 'm-gone')]);
  expect([...failures.keys()]).toEqual(['m-gone']);
  expect(String(failures.get('m-gone'))).toContain('claim-checks/gone');
  expect(published(topic)).toEqual(['d0', 'd1']);
});

test('a large body that dispatch need not read stays behind its pointer', async () => {
  const body = { bucket: 'results', key: 'claim-checks/large', bytes: 300_000, sha256: 'ab' };
  const [topic, results] = [recordingTopic(), memoryObjects()];
  await publishing({ events: topic, results })([givenRecord(givenDelivery({ body }))]);
  expect(readEvent(topic.batches[0]![0]!.message).body).toEqual(body);
  expect(results.calls).toEqual([]);
});

const part = (body: BodyPointer, id: string, pointer: string) =>
  givenRecord(givenDelivery({ id, body, events: [{ id, type: 'seen', pointer }] }), `m-${id}`);

test('the messages of one array read its body once, in whatever order they come', async () => {
  const results = memoryObjects();
  const [a, b] = [
    await checkInBody(Buffer.from('[1,2]'), 'a', results),
    await checkInBody(Buffer.from('[3,4]'), 'b', results),
  ];
  results.calls.length = 0;
  const topic = recordingTopic();
  await publishing({ events: topic, results })([part(a, 'a0', '/0'), part(b, 'b0', '/0'), part(a, 'a1', '/1')]);
  expect(published(topic).toSorted()).toEqual(['a0', 'a1', 'b0']);
  expect(results.calls).toHaveLength(2);
});

test('a delivery without a trace is published without that attribute: SNS refuses an empty one', async () => {
  const topic = recordingTopic();
  const record = { ...givenRecord(givenDelivery()), traceparent: '' };
  await publishing({ events: topic, results: memoryObjects() })([record]);
  expect(Object.keys(topic.batches.flat()[0]!.attributes)).toEqual(['source', 'type']);
});

const twoEvents = (id: string) =>
  givenDelivery({ id, events: ['0', '1'].map((n) => ({ id: `${id}-${n}`, type: 'seen' })) });

test.each<[string, readonly string[]]>([
  ['first', ['d-0', 'd-1']],
  ['last', ['d-1', 'd-0']],
])(
  'a delivery of which one event is refused for good is tried again while another may succeed: refused %s',
  async (_, [refused]) => {
    const topic = recordingTopic((entry) =>
      idOf(entry) === refused ? new GiveUp('SNS: InvalidParameter') : new RetryLater('SNS: InternalError'),
    );
    const failures = await publishing({ events: topic, results: memoryObjects() })([givenRecord(twoEvents('d'), 'm')]);
    expect([...failures]).toEqual([['m', new RetryLater('SNS: InternalError')]]);
  },
);

test('a delivery of which all that is left is refused for good is given up', async () => {
  const topic = recordingTopic((entry) => (idOf(entry) === 'd-1' ? new GiveUp('SNS: InvalidParameter') : undefined));
  const failures = await publishing({ events: topic, results: memoryObjects() })([givenRecord(twoEvents('d'), 'm')]);
  expect([...failures]).toEqual([['m', new GiveUp('SNS: InvalidParameter')]]);
});

test('after the deadline nothing is read and nothing is published', async () => {
  const [topic, results] = [recordingTopic(), memoryObjects()];
  const failures = await publishing({ events: topic, results }, passedDeadline())(records(3));
  expect([...failures]).toEqual(['m0', 'm1', 'm2'].map((messageId) => [messageId, new NotStarted()]));
  expect([topic.batches, results.calls]).toEqual([[], []]);
});

test('at the deadline calls under way are not waited for, and no further one is made', async () => {
  const deadline = new AbortController();
  let calls = 0;
  const topic = recordingTopic();
  topic.publish = () => {
    calls += 1;
    if (calls === 8) deadline.abort();
    return Promise.withResolvers<never>().promise;
  };
  const failures = await publishing(
    { events: topic, results: memoryObjects() },
    givenDeadline({ signal: deadline.signal }),
  )(records(100));
  const kinds = Map.groupBy(failures.values(), (error) => (error as Error).name);
  expect(calls).toBe(8);
  expect([kinds.get('RetryLater')?.length, kinds.get('NotStarted')?.length]).toEqual([80, 20]);
});

test('what a batch of large arrays is cut into is published before the next ones are read', async () => {
  const text = `[${Array.from({ length: 30 }, () => JSON.stringify('x'.repeat(150_000))).join()}]`;
  const results = memoryObjects();
  const order: string[] = [];
  const arrays = await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      const body = await checkInBody(Buffer.from(text), `array-${index}`, results, {});
      const events = Array.from({ length: 30 }, (_, at) => ({
        id: `e${index}-${at}`,
        type: 'seen',
        pointer: `/${at}`,
      }));
      return givenRecord(givenDelivery({ id: `d${index}`, body, events }), `m${index}`);
    }),
  );
  const topic = recordingTopic((entry) => {
    order.push(`published ${idOf(entry).split('-')[0]}`);
    return undefined;
  });
  const reading: typeof results = {
    ...results,
    get: (key) => {
      order.push('read');
      return results.get(key);
    },
  };
  expect((await publishing({ events: topic, results: reading })(arrays)).size).toBe(0);
  expect(published(topic)).toHaveLength(240);
  // Four arrays of 4.5 MB are over 16 MB, so that the fifth is read after they have left.
  expect(order.filter((what) => what === 'read')).toHaveLength(8);
  expect(order.lastIndexOf('read')).toBeGreaterThan(order.indexOf('published e0'));
  expect(order.slice(0, 4)).toEqual(['read', 'read', 'read', 'read']);
  expect(order[4]).toBe('published e0');
});
