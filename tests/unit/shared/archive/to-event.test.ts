import * as fc from 'fast-check';
import { toEvent } from '#shared/archive/to-event.ts';
import { readArchiveLine, toArchiveLine } from '#shared/messages/archive-line.ts';
import { checkInBody, inlineBody, readBody } from '#shared/messages/body.ts';
import { readEvent, writeEvent } from '#shared/messages/event.ts';
import { RetryLater } from '#shared/errors.ts';
import { anyCharacter } from '../../../support/any-character.ts';
import { givenEvent } from '../../../support/given-messages.ts';
import { memoryObjects } from '../../../support/ports.ts';

const element = { index: 3, pointer: '/3', signedBody: { bucket: 'b', key: 'k', bytes: 9, sha256: 's' } };

const text = fc.string({ unit: anyCharacter, maxLength: 40 });
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array)),
  fc.json().map((json) => Buffer.from(json)),
  text.map((one) => Buffer.from(one)),
);
const headers = fc.dictionary(fc.stringMatching(/^[a-z][a-z-]{0,12}$/), text, { maxKeys: 3 });
const contentType = fc.constantFrom(
  'application/json',
  'application/vnd.x+json; charset=utf-8',
  'text/plain',
  'application/x-www-form-urlencoded',
);

test('an event that was archived comes back as dispatch had published it, whatever its bytes, wherever they lay', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, headers, contentType, fc.boolean(), fc.boolean(), fc.boolean(), async (...given) => {
      const [body, keptHeaders, type, isArray, isNamed, isLarge] = given;
      const objects = memoryObjects();
      const { senderEventId, ...rest } = givenEvent({ headers: keptHeaders, contentType: type });
      const event = readEvent(
        writeEvent({
          ...rest,
          ...(isNamed && { senderEventId: senderEventId ?? '' }),
          ...(isArray && { element }),
          body: isLarge ? await checkInBody(body, 'stripe-eu/d', objects) : inlineBody(body),
        }),
      );
      const line = toArchiveLine(event, await readBody(event.body, objects), '');
      const again = toEvent(readArchiveLine(JSON.stringify(line)));
      expect({ ...again, body: undefined }).toEqual({ ...event, body: undefined });
      expect((await readBody(again.body, objects)).equals(body)).toBe(true);
      expect(readEvent(writeEvent(again))).toEqual(again);
    }),
  );
});

test('a line whose headers are garbled is refused, and its values are not quoted', () => {
  const line = toArchiveLine(givenEvent(), Buffer.from('{}'), '');
  expect(() => toEvent({ ...line, headers: '{"x-kept":"hush' })).toThrow('headers is not JSON');
  expect(() => toEvent({ ...line, headers: '{"x-kept":7}' })).toThrow('headers.x-kept is not string');
});

test('a line of a newer version, one without bytes, and what is no line are refused by what is wrong', () => {
  const line = toArchiveLine(givenEvent(), Buffer.from('{}'), '');
  expect(() => readArchiveLine(JSON.stringify({ ...line, v: 2 }))).toThrow(RetryLater);
  expect(() => readArchiveLine(JSON.stringify({ ...line, data: undefined }))).toThrow(
    'This message is no archive line',
  );
  expect(() => readArchiveLine('{"id":')).toThrow('it is not JSON');
});
