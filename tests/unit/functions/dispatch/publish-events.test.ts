import { createPublishEvents } from '../../../../functions/dispatch/publish-events.ts';
import { checkInBody, type BodyPointer } from '#shared/messages/body.ts';
import { readEvent } from '#shared/messages/event.ts';
import type { TopicEntry } from '#shared/ports.ts';
import { givenDelivery, givenRecord } from '../../../support/given-messages.ts';
import { memoryObjects, recordingTopic, TRACEPARENT, type RecordingTopic } from '../../../support/ports.ts';

const delivery = (name: string) => givenDelivery({ id: name, events: [{ id: name, type: 'seen' }] });
const records = (count: number) =>
  Array.from({ length: count }, (_, index) => givenRecord(delivery(`d${index}`), `m${index}`));
const idOf = ({ message }: TopicEntry) => readEvent(message).id;
const published = (topic: RecordingTopic) => topic.batches.flat().map(idOf);

test('every event is published with the attributes that subscriptions filter on', async () => {
  const topic = recordingTopic();
  const publishEvents = createPublishEvents({ events: topic, results: memoryObjects() });
  const { events: _, id, ...rest } = givenDelivery();
  const failures = await publishEvents([givenRecord(givenDelivery())]);
  expect(failures.size).toBe(0);
  const [entry] = topic.batches.flat();
  expect(entry?.attributes).toEqual({ source: 'stripe-eu', type: 'charge.refunded', traceparent: TRACEPARENT });
  expect(readEvent(entry!.message)).toEqual({ ...rest, id, type: 'charge.refunded', deliveryId: id });
});

test('deliveries share calls: 25 of them take three', async () => {
  const topic = recordingTopic();
  await createPublishEvents({ events: topic, results: memoryObjects() })(records(25));
  expect(topic.batches.map((batch) => batch.length).toSorted((a, b) => b - a)).toEqual([10, 10, 5]);
  expect(published(topic).toSorted()).toEqual(
    records(25)
      .map(({ noun }) => noun.id)
      .toSorted(),
  );
});

test('an entry that SNS refuses fails its own message and no other', async () => {
  const topic = recordingTopic((entry) => (idOf(entry) === 'd3' ? new Error('SNS: InternalError') : undefined));
  const failures = await createPublishEvents({ events: topic, results: memoryObjects() })(records(12));
  expect([...failures]).toEqual([['m3', new Error('SNS: InternalError')]]);
  expect(published(topic)).toHaveLength(11);
});

test('a call that fails as a whole fails the messages of its entries and no other', async () => {
  const topic = recordingTopic((entry) => {
    if (idOf(entry) === 'd3') throw new Error('no answer');
    return undefined;
  });
  const failures = await createPublishEvents({ events: topic, results: memoryObjects() })(records(12));
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
  const publishEvents = createPublishEvents({ events: topic, results: memoryObjects() });
  const failures = await publishEvents([...records(2), givenRecord(gone, 'm-gone')]);
  expect([...failures.keys()]).toEqual(['m-gone']);
  expect(String(failures.get('m-gone'))).toContain('claim-checks/gone');
  expect(published(topic)).toEqual(['d0', 'd1']);
});

test('a large body that dispatch need not read stays behind its pointer', async () => {
  const body = { bucket: 'results', key: 'claim-checks/large', bytes: 300_000, sha256: 'ab' };
  const [topic, results] = [recordingTopic(), memoryObjects()];
  await createPublishEvents({ events: topic, results })([givenRecord(givenDelivery({ body }))]);
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
  await createPublishEvents({ events: topic, results })([
    part(a, 'a0', '/0'),
    part(b, 'b0', '/0'),
    part(a, 'a1', '/1'),
  ]);
  expect(published(topic).toSorted()).toEqual(['a0', 'a1', 'b0']);
  expect(results.calls).toHaveLength(2);
});

test('a delivery without a trace is published without that attribute: SNS refuses an empty one', async () => {
  const topic = recordingTopic();
  const record = { ...givenRecord(givenDelivery()), traceparent: '' };
  await createPublishEvents({ events: topic, results: memoryObjects() })([record]);
  expect(Object.keys(topic.batches.flat()[0]!.attributes)).toEqual(['source', 'type']);
});
