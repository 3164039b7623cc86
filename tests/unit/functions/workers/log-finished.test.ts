import { logFinished } from '../../../../functions/workers/log-finished.ts';
import { givenEvent, givenRecord } from '../../../support/given-messages.ts';
import { recordingLog, TRACEPARENT } from '../../../support/ports.ts';

const traceId = TRACEPARENT.split('-')[1];

const finish = (...records: Parameters<typeof logFinished>[1]) => {
  const log = recordingLog();
  logFinished('archive', records, log);
  return log.lines;
};

test('a batch is one line with the names of its events, and only what is not to be expected besides', () => {
  const whole = givenEvent({ id: 'd-1', deliveryId: 'd-1', source: 'github', type: 'push' });
  const element = givenEvent({ id: 'e-2', deliveryId: 'd-2', source: 'stripe-eu', type: 'charge.refunded' });
  expect(finish(givenRecord(whole), { ...givenRecord(element), attempt: 3 })).toEqual([
    {
      level: 'info',
      message: 'Events finished',
      fields: {
        worker: 'archive',
        events: [
          { eventId: 'd-1', source: 'github', type: 'push', traceId },
          { eventId: 'e-2', deliveryId: 'd-2', source: 'stripe-eu', type: 'charge.refunded', attempt: 3, traceId },
        ],
      },
    },
  ]);
});

test('a large batch is several lines, and one of which nothing was finished is none', () => {
  const records = Array.from({ length: 250 }, (_, index) => givenRecord(givenEvent({ id: `e-${index}` })));
  const counts = finish(...records).map(({ fields }) => (fields['events'] as readonly unknown[]).length);
  expect(counts).toEqual([100, 100, 50]);
  expect(finish()).toEqual([]);
});

const named = (id: string, over: object = {}) => ({
  ...givenRecord(givenEvent({ id, deliveryId: `d-${id}` })),
  ...over,
});

test('of what went well a sample is named, by the delivery; what was tried before, replayed or sent by the canary always', () => {
  const log = recordingLog();
  const canary = givenRecord(givenEvent({ id: 'canary', source: 'canary' }));
  const replay = { run: 'r', count: 1, by: 'ada', at: '2026-01-02T03:04:05.678Z' };
  const records = [named('in'), named('out'), named('again', { attempt: 2 }), named('replayed', { replay }), canary];
  logFinished('archive', records, log, (deliveryId) => deliveryId === 'd-in');
  const events = log.lines.flatMap(({ fields }) => fields['events'] as readonly { readonly eventId: string }[]);
  expect(events.map(({ eventId }) => eventId)).toEqual(['in', 'again', 'replayed', 'canary']);
  logFinished('archive', [named('out')], log, () => false);
  expect(log.lines).toHaveLength(1);
});
