import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { RetryLater } from '#shared/errors.ts';
import { readSpilledMessage, spilledKey, writeSpilledMessage } from '#shared/messages/spilled-message.ts';
import type { QueueMessage } from '#shared/ports.ts';
import { anyCharacter } from '../../../support/any-character.ts';

const text = fc.string({ unit: anyCharacter });
const messages: fc.Arbitrary<QueueMessage> = fc.record(
  {
    body: text,
    attributes: fc.dictionary(fc.constantFrom('source', 'type', 'traceparent', 'failure', 'replay'), text, {
      noNullPrototype: true,
    }),
    group: text,
  },
  { requiredKeys: ['body', 'attributes'] },
);

test('a spilled message reads back exactly as it was to be sent', () => {
  fc.assert(
    fc.property(messages, (message) => {
      expect(readSpilledMessage(writeSpilledMessage(message))).toEqual(message);
    }),
  );
});

test('a fixture of version 1 is still read, and means what it meant', () => {
  const fixture = readFileSync(new URL('fixtures/v1/spilled-message-delivery.json', import.meta.url));
  const { v: _, ...message } = JSON.parse(fixture.toString());
  expect(readSpilledMessage(fixture)).toEqual(message);
  expect(message).toMatchObject({ group: 'stripe-eu', attributes: { source: 'stripe-eu' } });
});

test('a newer version waits for newer code, and what is none quotes nothing of itself', () => {
  expect(() => readSpilledMessage(Buffer.from('{"v":2}'))).toThrow(RetryLater);
  for (const other of ['nobody-may-read-this', '{"v":1,"body":{"text":"nobody-may-read-this"}}']) {
    expect(() => readSpilledMessage(Buffer.from(other))).toThrow(/^This message is no spilled message: (?!.*nobody)/);
  }
});

const keyAt = (receivedAt: string, index = 0) => spilledKey({ receivedAt, id: 'f'.repeat(32) }, index);

test('keys sort by the time when their webhooks came, and tell the messages of one delivery apart', () => {
  const instants = ['2026-01-02T03:04:05.999Z', '2026-01-02T03:04:06.000Z', '2026-11-02T03:04:05.000Z'];
  expect(instants.map((instant) => keyAt(instant)).toSorted()).toEqual(instants.map((instant) => keyAt(instant)));
  expect(keyAt(instants[0]!, 1)).not.toBe(keyAt(instants[0]!, 2));
});
