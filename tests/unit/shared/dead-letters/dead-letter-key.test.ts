import { deadLetterEventId, deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import { givenDelivery } from '../../../support/given-messages.ts';

test('a dead letter is known by its worker and its event', () => {
  expect(deadLetterId('order-mail', 'e1')).toBe('order-mail/e1');
});

test('the delivery of one event is known by its own id', () => {
  expect(deadLetterEventId(givenDelivery({ id: 'd1', events: [{ id: 'e1', type: 'a' }] }))).toBe('d1');
});

const part = (first: number) => ({
  id: 'd1',
  events: [first, first + 1].map((index) => ({ id: `e${index}`, type: 'a', pointer: `/${index}` })),
});

test('the messages of one array are told apart by their first events', () => {
  expect([part(0), part(2)].map(deadLetterEventId)).toEqual(['d1.e0', 'd1.e2']);
});
