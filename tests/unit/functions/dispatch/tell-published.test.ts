import { tellPublished } from '../../../../functions/dispatch/tell-published.ts';
import { givenDeadline } from '../../../support/given-deadline.ts';
import { givenDelivery, givenRecord } from '../../../support/given-messages.ts';
import { recordingLog, TRACEPARENT } from '../../../support/ports.ts';

const { source } = givenDelivery();
const traceId = TRACEPARENT.slice(3, 35);

const record = (delivery: string, messageId: string) => givenRecord(givenDelivery({ id: delivery }), messageId);

test('a batch is one line with each delivery that is published whole, also of several messages, and none that failed', async () => {
  const log = recordingLog();
  const failures = new Map([['m3', new Error('SNS: InternalError')]]);
  const records = [record('d-1', 'm1'), record('d-1', 'm2'), record('d-3', 'm3'), record('d-4', 'm4')];
  expect(await tellPublished(async () => failures, log)(records, givenDeadline())).toBe(failures);
  expect(log.lines).toEqual([
    {
      level: 'info',
      message: 'Deliveries published',
      fields: {
        worker: 'dispatch',
        deliveries: ['d-1', 'd-4'].map((deliveryId) => ({ deliveryId, source, traceId })),
      },
    },
  ]);
});

test('a batch of which nothing was published is no line', async () => {
  const log = recordingLog();
  const failures = new Map([['m1', new Error('SNS: InternalError')]]);
  await tellPublished(async () => failures, log)([record('d-1', 'm1')], givenDeadline());
  expect(log.lines).toEqual([]);
});

test('of what was published at once a sample is named; what was tried before or sent by the canary always', async () => {
  const log = recordingLog();
  const canary = givenRecord(givenDelivery({ id: 'd-canary', source: 'canary' }), 'm4');
  const records = [record('d-in', 'm1'), record('d-out', 'm2'), { ...record('d-again', 'm3'), attempt: 2 }, canary];
  await tellPublished(
    async () => new Map(),
    log,
    (id) => id === 'd-in',
  )(records, givenDeadline());
  const named = log.lines.flatMap(({ fields }) => fields['deliveries'] as readonly { readonly deliveryId: string }[]);
  expect(named.map(({ deliveryId }) => deliveryId)).toEqual(['d-in', 'd-again', 'd-canary']);
});
