import { validateHeaderValue } from 'node:http';
import * as fc from 'fast-check';
import { eventHeaders } from '../../../../../functions/workers/forward/event-headers.ts';
import { anyCharacter } from '../../../../support/any-character.ts';
import { givenEvent } from '../../../../support/given-messages.ts';
import { TRACEPARENT } from '../../../../support/ports.ts';

test('an event is a CloudEvent in binary mode', () => {
  expect(eventHeaders(givenEvent(), TRACEPARENT)).toEqual({
    'content-type': 'application/json',
    'user-agent': 'webhook-pipeline',
    'ce-specversion': '1.0',
    'ce-id': 'e'.repeat(32),
    'ce-source': 'stripe-eu',
    'ce-type': 'charge.refunded',
    'ce-time': '2026-01-02T03:04:05.678Z',
    traceparent: TRACEPARENT,
  });
});

test.each([
  ['Euro € 😀', 'Euro%20%E2%82%AC%20%F0%9F%98%80'],
  ['100% "sure"', '100%25%20%22sure%22'],
  ['a\r\nx-mine: 1', 'a%0D%0Ax-mine:%201'],
  ['half \ud83d', 'half%20%EF%BF%BD'],
])('a type of %j is written as %s', (type, encoded) => {
  expect(eventHeaders(givenEvent({ type }), TRACEPARENT)['ce-type']).toBe(encoded);
});

test.each(['', 'none', `${TRACEPARENT}\r\nx-mine: 1`])('%j is no traceparent and is left out', (traceparent) => {
  expect(eventHeaders(givenEvent(), traceparent)).not.toHaveProperty('traceparent');
});

test('whatever a sender writes, every header can be sent', () => {
  const text = fc.string({ unit: anyCharacter });
  fc.assert(
    fc.property(text, text, text, text, (type, source, contentType, traceparent) => {
      const headers = eventHeaders(givenEvent({ type, source, contentType }), traceparent);
      for (const [name, value] of Object.entries(headers)) expect(() => validateHeaderValue(name, value)).not.toThrow();
      expect(decodeURIComponent(headers['ce-type'] ?? '')).toBe(type.toWellFormed());
    }),
  );
});
