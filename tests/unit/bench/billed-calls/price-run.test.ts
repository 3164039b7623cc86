import { atFanOut } from '../../../../bench/rows/billed-calls/fan-out.ts';
import { priceRun, type Rates } from '../../../../bench/rows/billed-calls/price-run.ts';
import type { CountedRun } from '../../../../bench/pipelines/counted-run.ts';
import { pricesOf, readAwsFacts } from '../../../../operator/plan/aws-facts.ts';

const prices = pricesOf(readAwsFacts());
const rates: Rates = {
  prices,
  invoked: new Map(
    ['ingest', 'dispatch', 'archive'].map((name) => [name, { memoryMegabytes: 1024, durationMs: () => 0 }]),
  ),
  invocationLogKilobytes: 0,
  accessLogKilobytes: 0,
  isSendOfTopicBilled: true,
};
const invoked = (name: string, messageBytes: readonly number[]) => ({
  name,
  at: 0,
  ms: 0,
  isError: false,
  messageBytes,
  grouped: messageBytes.length,
});
const run: CountedRun = {
  webhooks: 20,
  bodyBytes: 4096,
  calls: [
    { by: 'archive', service: 's3', operation: 'PutObject', bytes: 0, key: '/results/a' },
    { by: 'ingest', service: 's3', operation: 'GetObject', bytes: 0, key: '/config/config/sources.json' },
    { by: 'sweep', service: 's3', operation: 'ListObjectsV2', bytes: 0, key: '/results' },
  ],
  invocations: [
    invoked(
      'archive',
      Array.from({ length: 20 }, () => 7000),
    ),
  ],
  printedBytes: new Map([['archive', 2048]]),
};
const perMillion = (dollars: number) => (dollars / run.webhooks) * 1_000_000;

test('a run is billed for what its webhooks caused and for nothing that a clock causes', () => {
  const { lines, logs, callsAndLambda } = priceRun(run, rates);
  expect(Object.fromEntries(lines.map(({ what, perMillion: dollars }) => [what, dollars]))).toEqual({
    'api: requests': expect.closeTo(perMillion(20 * prices.httpApiRequest)),
    'archive: invocations and duration': expect.closeTo(perMillion(prices.lambdaRequest)),
    // Ten messages of 7 KB are two chunks of 64 KB.
    'archive: receives': expect.closeTo(perMillion(4 * prices.sqsRequest)),
    'archive: deletes': expect.closeTo(perMillion(2 * prices.sqsRequest)),
    'archive: SNS → SQS': expect.closeTo(perMillion(20 * (prices.sqsRequest + prices.sqsFairMessage))),
    'archive: PutObject': expect.closeTo(perMillion(prices.s3Put)),
  });
  expect(callsAndLambda).toBeCloseTo(lines.reduce((sum, line) => sum + line.perMillion, 0));
  expect(logs).toBeCloseTo(perMillion((2048 / 1024 ** 3) * prices.logGb));
});

test('every worker more costs as much as the archive once more, and the way to the topic only once', () => {
  const priced = priceRun(run, rates);
  const worker = priced.callsAndLambda - 1;
  expect(atFanOut(priced, 1)).toBeCloseTo(1 + worker);
  expect(atFanOut(priced, 10) - atFanOut(priced, 4)).toBeCloseTo(6 * worker);
});
