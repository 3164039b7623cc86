// What a plan assumes of log lines is what the real lines weigh.
import { jest } from '@jest/globals';
import { createLog } from '#shared/lambda/log.ts';
import { createMetrics } from '#shared/lambda/metrics.ts';
import { tellPublished } from '../../../../functions/dispatch/tell-published.ts';
import { logFinished } from '../../../../functions/workers/log-finished.ts';
import { measureFinished } from '../../../../functions/workers/measure-finished.ts';
import { readAssumptions } from '../../../../operator/plan/assumptions.ts';
import { givenDelivery, givenEvent, givenRecord } from '../../../support/given-messages.ts';
import { fixedClock } from '../../../support/ports.ts';

const KILOBYTE = 1000;
const assumed = readAssumptions();
const within = (bytes: number, kilobytes: number) =>
  expect({ bytes, isAsAssumed: Math.abs(bytes / KILOBYTE / kilobytes - 1) < 0.1 }).toEqual({
    bytes,
    isAsAssumed: true,
  });

async function weigh(write: () => unknown): Promise<number> {
  process.env['POWERTOOLS_DEV'] = 'true';
  process.env['AWS_LAMBDA_FUNCTION_NAME'] = 'webhook-pipeline-prod-forward';
  let bytes = 0;
  const spies = (['info', 'log'] as const).map((name) =>
    jest
      .spyOn(console, name)
      .mockImplementation((line: unknown) => void (bytes += Buffer.byteLength(`${String(line)}\n`))),
  );
  try {
    await write();
  } finally {
    for (const spy of spies) spy.mockRestore();
    delete process.env['POWERTOOLS_DEV'];
    delete process.env['AWS_LAMBDA_FUNCTION_NAME'];
  }
  return bytes;
}

const clock = fixedClock('2026-01-02T03:04:06.678Z');
// oxlint-disable-next-line no-console -- weighed above
const metrics = createMetrics({ service: 'webhook-pipeline', stage: 'prod' }, clock, (line) => console.log(line));

const finished = (count: number) =>
  Array.from({ length: count }, () => givenRecord(givenEvent({ id: 'd'.repeat(32) })));

const weighed = (count: number) => weigh(() => logFinished('archive', finished(count), createLog()));

test('the names of a worker’s batch weigh what a plan assumes, once and for each event', async () => {
  const [one, hundred] = [await weighed(1), await weighed(100)];
  const each = (hundred - one) / 99;
  within(each, assumed.logKilobytesPerEvent);
  within(one - each, assumed.logKilobytesPerWorkerBatch);
});

const measure = (count: number) => {
  measureFinished('archive', finished(count), () => false, { metrics, clock });
  metrics.flush();
};

test('the metrics of a worker’s batch weigh what a plan assumes, once and for each event', async () => {
  const [one, hundred] = [await weigh(() => measure(1)), await weigh(() => measure(100))];
  const each = (hundred - one) / 99;
  within(each, assumed.logKilobytesPerMeasuredEvent);
  within(one - each, assumed.logKilobytesPerWorkerMetrics);
});

const { signal } = new AbortController();

const publish = (count: number) =>
  tellPublished(async () => new Map(), createLog())(
    Array.from({ length: count }, (_, index) =>
      givenRecord(givenDelivery({ id: String(index).padStart(32, 'd') }), `message-${index}`),
    ),
    { signal, storeSignal: signal, workMs: () => 1000, remainingMs: () => 1000 },
  );

test('the lines of dispatch weigh what a plan assumes', async () => {
  const [one, ten] = [await weigh(() => publish(1)), await weigh(() => publish(10))];
  const each = (ten - one) / 9;
  within(each, assumed.logKilobytesPerDelivery);
  within(one - each, assumed.logKilobytesPerDispatchBatch);
});
