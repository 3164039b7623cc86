import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { RetryLater } from '#shared/errors.ts';
import { archivedBytes, type ArchiveLine } from '#shared/messages/archive-line.ts';
import { readDelivery, writeDelivery, type Delivery } from '#shared/messages/delivery.ts';
import { readEvent, writeEvent, type Event } from '#shared/messages/event.ts';
import { anyCharacter } from '../../../support/any-character.ts';
import { givenDelivery, givenEvent } from '../../../support/given-messages.ts';

const text = fc.string({ unit: anyCharacter });
const whole = fc.nat();
const instant = fc
  .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31T23:59:59Z') })
  .map((date) => date.toISOString());
const pointer = fc.record({ bucket: text, key: text, bytes: whole, sha256: text });
const body = fc.oneof(fc.record({ text }), fc.record({ base64: fc.base64String() }), pointer);
// A kept header has one of the names that a description lists.
const headers = fc.dictionary(fc.stringMatching(/^x-[a-z-]{1,20}$/), text, { noNullPrototype: true });
const origin = { source: text, provider: text, receivedAt: instant, headers, contentType: text, body };

const deliveries: fc.Arbitrary<Delivery> = fc.record(
  {
    v: fc.constant(1 as const),
    id: text,
    senderEventId: text,
    ...origin,
    events: fc.array(
      fc.record({ id: text, type: text, senderEventId: text, pointer: text }, { requiredKeys: ['id', 'type'] }),
      {
        minLength: 1,
      },
    ),
  },
  { requiredKeys: ['v', 'id', 'source', 'provider', 'receivedAt', 'headers', 'contentType', 'body', 'events'] },
);

const events: fc.Arbitrary<Event> = fc.record(
  {
    v: fc.constant(1 as const),
    id: text,
    type: text,
    deliveryId: text,
    senderEventId: text,
    ...origin,
    element: fc.record({ index: whole, pointer: text, signedBody: pointer }),
  },
  {
    requiredKeys: [
      'v',
      'id',
      'type',
      'deliveryId',
      'source',
      'provider',
      'receivedAt',
      'headers',
      'contentType',
      'body',
    ],
  },
);

describe('what is written is ASCII without control characters, and reads back the same:', () => {
  test('deliveries', () => {
    fc.assert(
      fc.property(deliveries, (delivery) => {
        const written = writeDelivery(delivery);
        expect(written).toMatch(/^[\x20-\x7e]+$/);
        expect(readDelivery(written)).toEqual(delivery);
      }),
    );
  });

  test('events', () => {
    fc.assert(
      fc.property(events, (event) => {
        const written = writeEvent(event);
        expect(written).toMatch(/^[\x20-\x7e]+$/);
        expect(readEvent(written)).toEqual(event);
      }),
    );
  });
});

const readers = [
  { noun: 'delivery', read: readDelivery, given: givenDelivery() },
  { noun: 'event', read: readEvent, given: givenEvent() },
];

describe.each(readers)('a message on the queue of the noun $noun', ({ noun, read, given }) => {
  test('of a newer version is tried again later: the next attempt may meet newer code', () => {
    expect(() => read(JSON.stringify({ ...given, v: 2 }))).toThrow(RetryLater);
    expect(() => read('{"v":99,"everything":"else is different"}')).toThrow(RetryLater);
  });

  test('with fields that were added since is read without them', () => {
    const later = { ...given, addedLater: { deep: [1] }, body: { text: 'x', addedLater: 1 } };
    expect(read(JSON.stringify(later))).toEqual({ ...given, body: { text: 'x' } });
  });

  test.each([
    ['no JSON', 'nobody-may-read-this'],
    ['JSON null', 'null'],
    ['without a version', '{"id":"nobody-may-read-this"}'],
    ['of version 0', '{"v":0}'],
    ['of version "1"', '{"v":"1"}'],
    ['of version 1.5', '{"v":1.5}'],
    ['with nothing else', '{"v":1}'],
    ['with a body of another form', JSON.stringify({ ...given, body: 'nobody-may-read-this' })],
    ['with a time that is none', JSON.stringify({ ...given, receivedAt: 'nobody-may-read-this' })],
    ['with headers of another form', JSON.stringify({ ...given, headers: { 'x-kept': ['nobody-may-read-this'] } })],
  ])('(%s) is an error that says so and quotes nothing', (_, message) => {
    let error: unknown;
    try {
      read(message);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).not.toBeInstanceOf(RetryLater);
    expect(String(error)).toContain(`This message is no ${noun}: `);
    expect(String(error)).not.toContain('nobody-may-read-this');
  });

  test('that lacks a field names its place', () => {
    const { id: _, ...withoutId } = given;
    expect(() => read(JSON.stringify(withoutId))).toThrow(/ id is missing/);
    expect(() => read(JSON.stringify({ ...given, headers: { 'x-kept': 1 } }))).toThrow(/ headers\.x-kept is not /);
  });
});

test('a delivery without events is none', () => {
  expect(() => readDelivery(JSON.stringify(givenDelivery({ events: [] })))).toThrow(/ events is not /);
});

/** Real output of version 1, never to be written anew: messages and archives of that time stay readable. */
describe('every fixture of version 1 is still read, and means what it meant:', () => {
  const fixtures = new URL('fixtures/v1/', import.meta.url);
  const namesOf = (noun: string) => readdirSync(fixtures).filter((name) => name.startsWith(`${noun}-`));
  const read = (name: string) => readFileSync(new URL(name, fixtures), 'utf8').trimEnd();

  test('there are some of each noun', () => {
    for (const noun of ['delivery', 'event', 'archive-line']) expect(namesOf(noun).length).toBeGreaterThan(1);
  });

  test.each(namesOf('delivery'))('%s', (name) => {
    expect(readDelivery(read(name))).toEqual(JSON.parse(read(name)));
  });

  test.each(namesOf('event'))('%s', (name) => {
    expect(readEvent(read(name))).toEqual(JSON.parse(read(name)));
  });

  test.each([
    ['archive-line-json.json', '{"id":"evt_1","type":"charge.refunded","name":"Zoë 🚀"}'],
    ['archive-line-json-as-signed.json', '{ "id": "evt_1",\r\n "amount": 1.0 }'],
    ['archive-line-form.json', 'command=%2Fdeploy&text=caf%C3%A9'],
    ['archive-line-bytes.json', 'a=\xff\xfe'],
    ['archive-line-element.json', '{"id":2,"type":"clicked"}'],
  ])('%s', (name, signed) => {
    const line: ArchiveLine = JSON.parse(read(name));
    expect(line.v).toBe(1);
    expect(archivedBytes(line).toString(name.includes('bytes') ? 'latin1' : 'utf8')).toBe(signed);
  });
});
