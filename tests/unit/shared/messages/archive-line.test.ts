import { CloudEvent, ValidationError } from 'cloudevents';
import * as fc from 'fast-check';
import { archivedBytes, toArchiveLine, type ArchiveLine } from '#shared/messages/archive-line.ts';
import { attributeValue } from '#shared/messages/attributes.ts';
import { anyCharacter } from '../../../support/any-character.ts';
import { givenEvent } from '../../../support/given-messages.ts';
import { TRACEPARENT } from '../../../support/ports.ts';

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** What a reader finds in the archive: the line as it was printed and parsed again. */
function archived(bytes: Buffer, contentType = JSON_TYPE, traceparent = TRACEPARENT): ArchiveLine {
  return JSON.parse(JSON.stringify(toArchiveLine(givenEvent({ contentType }), bytes, traceparent)));
}

test('a line is a CloudEvent with what a reader needs to know of the event', () => {
  expect(archived(Buffer.from('{"a":1}'))).toEqual({
    specversion: '1.0',
    id: 'e'.repeat(32),
    source: 'stripe-eu',
    type: 'charge.refunded',
    time: '2026-01-02T03:04:05.678Z',
    datacontenttype: JSON_TYPE,
    data: { a: 1 },
    v: 1,
    deliveryid: 'd'.repeat(32),
    provider: 'stripe',
    traceparent: TRACEPARENT,
    sendereventid: 'evt_1',
    headers: '{"x-kept":"yes"}',
  });
});

test('an event without a trace has none, rather than an empty one', () => {
  expect(archived(Buffer.from('{}'), JSON_TYPE, '')).not.toHaveProperty('traceparent');
});

test('of an array the line tells where the element stood', () => {
  const element = { index: 1, pointer: '/1', signedBody: { bucket: 'b', key: 'k', bytes: 2, sha256: 's' } };
  const line = toArchiveLine(givenEvent({ element }), Buffer.from('{}'), TRACEPARENT);
  expect(JSON.parse(line.element ?? '')).toEqual(element);
  expect(() => new CloudEvent({ ...line }, true)).not.toThrow();
});

describe('the bytes stand beside the JSON whenever JSON.stringify would not give them back:', () => {
  test.each([
    ['a blank', '{"a": 1}'],
    ['a final line end', '{"a":1}\n'],
    ['1.0', '{"a":1.0}'],
    ['1e3', '{"a":1e3}'],
    ['-0', '[-0]'],
    ['a number no double holds', '[12345678901234567890]'],
    ['a number beyond all doubles', '[1e400]'],
    ['an escape nobody needs', '["\\u0061\\/"]'],
    ['a name twice', '{"a":1,"a":2}'],
    ['names that look like indexes, out of order', '{"b":1,"1":2}'],
    ['an upper-case escape', '["\\uD83D"]'],
  ])('%s', (_, text) => {
    const line = archived(Buffer.from(text));
    expect(line.rawbody).toBe(Buffer.from(text).toString('base64'));
    expect(archivedBytes(line).toString()).toBe(text);
  });

  test.each(['{"a":1}', '["é🚀\\n"]', '{"__proto__":{"a":1},"b":"c"}', '["\\ud83d"]', 'null', '""', '0'])(
    'and not for %s',
    (text) => {
      const line = archived(Buffer.from(text));
      expect(line).not.toHaveProperty('rawbody');
      expect(archivedBytes(line).toString()).toBe(text);
    },
  );
});

test.each([
  ['{"a":[1e400,{"b":-1e999}],"c":1}', { a: [null, { b: null }], c: 1 }],
  [`[${'9'.repeat(400)}]`, [null]],
  [`[1,-${'9'.repeat(300)}.5e10]`, [1, null]],
  ['1e400', null],
  ['{ "__proto__": 1e400 }', JSON.parse('{"__proto__":null}')],
])('a line is plain JSON before it is printed, also of %s', (text, data) => {
  const line = toArchiveLine(givenEvent({ contentType: JSON_TYPE }), Buffer.from(text), TRACEPARENT);
  expect(line.data).toEqual(data);
  expect(JSON.parse(JSON.stringify(line))).toEqual(line);
  expect(archivedBytes(line).toString()).toBe(text);
});

test('JSON types with parameters or a suffix hold JSON; what is called JSON and is none is archived as bytes', () => {
  for (const contentType of ['application/json; charset=utf-8', 'application/cloudevents+json', 'APPLICATION/JSON']) {
    expect(archived(Buffer.from('{"a":1}'), contentType).data).toEqual({ a: 1 });
  }
  expect(archived(Buffer.from('{"a":1}'), FORM_TYPE).data).toBe('{"a":1}');
  expect(archived(Buffer.from('{"a":')).data_base64).toBe(Buffer.from('{"a":').toString('base64'));
});

const hostileBytes = fc.oneof(
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: anyCharacter }).map((text) => Buffer.from(text)),
  fc.json({ stringUnit: anyCharacter }).map((text) => Buffer.from(text)),
  fc.tuple(fc.json(), fc.constantFrom(' ', '\n', '\ufeff', '\0')).map(([text, end]) => Buffer.from(text + end)),
);

test('whatever the bytes, they come back exactly, and the line is a valid CloudEvent', () => {
  fc.assert(
    fc.property(hostileBytes, fc.constantFrom(JSON_TYPE, FORM_TYPE, 'text/plain'), (bytes, contentType) => {
      const line = archived(bytes, contentType);
      expect(archivedBytes(line).equals(bytes)).toBe(true);
      expect(() => new CloudEvent({ ...line }, true)).not.toThrow();
    }),
    { numRuns: 300 },
  );
});

test('whatever the sender calls its event, and whatever a source may be called, the line is a valid CloudEvent', () => {
  const sources = fc.stringMatching(/^[A-Za-z0-9._:-]{1,128}$/);
  const types = fc.string({ unit: anyCharacter }).map(attributeValue);
  fc.assert(
    fc.property(sources, types, fc.string({ unit: anyCharacter, minLength: 1 }), (source, type, senderEventId) => {
      const line = toArchiveLine(givenEvent({ source, type, senderEventId }), Buffer.from('{}'), TRACEPARENT);
      const event = new CloudEvent({ ...line }, true);
      expect(event.source).toBe(source);
    }),
  );
});

test('the validation above would notice: an event without a type is none', () => {
  const { type: _, ...line } = archived(Buffer.from('{}'));
  expect(() => new CloudEvent({ ...line }, true)).toThrow(ValidationError);
});
