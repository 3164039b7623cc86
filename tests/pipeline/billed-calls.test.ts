// What one webhook costs in calls: a hundred more that nobody noticed would be on every month's bill.
import { jest } from '@jest/globals';
import { countRun, type CountedRun } from '../../bench/pipelines/counted-run.ts';
import { startDestination, type Destination } from '../../bench/pipelines/destination.ts';
import { prodRunHere } from '../../bench/pipelines/packaged-variants.ts';
import { temporaryDirectory } from '../support/local-pipeline.ts';
import { packagedDirectory } from '../support/packaged.ts';

jest.setTimeout(120_000);

/** All of them wait before dispatch begins, and their events before the workers begin: batches are full whatever else runs here. */
const WEBHOOKS = 200;
const BODY_BYTES = 4096;
/** Of the mix: every second is forwarded, every fifth is a payment. */
const FORWARDED = WEBHOOKS / 2;
const PAYMENTS = WEBHOOKS / 5;
/** A batch that spans two hours becomes two objects. */
const HOURS_MORE = 1;

/** Billed calls of the functions that webhooks cause, at most; `plan` says what each is worth. */
const CALLS_MAX: Readonly<Record<string, number>> = {
  'ingest sqs SendMessage': WEBHOOKS,
  // Ten events each.
  'dispatch sns PublishBatch': WEBHOOKS / 10,
  // A claim before the POST and its completion after it.
  'forward dynamodb PutItem': 2 * FORWARDED,
  // A look at the breaker, at most for each event; environments hold it for some seconds.
  'forward dynamodb GetItem': FORWARDED,
  'forward s3 PutObject': 3 + HOURS_MORE,
  'archive s3 PutObject': 1 + HOURS_MORE,
  // An entry is its own marker, and the results of a batch are one object.
  'ledger s3 PutObject': PAYMENTS + 1 + HOURS_MORE,
};
const INVOCATIONS_MAX: Readonly<Record<string, number>> = {
  ingest: WEBHOOKS,
  dispatch: 2,
  archive: 1,
  forward: 3,
  ledger: 1,
};
/** Around a body of 4 KB: one chunk of SQS and SNS for ten of them as long as it is below 2 KB. */
const ENVELOPE_BYTES_MAX = 700;
/** DynamoDB bills a marker by the KB. */
const MARKER_BYTES_MAX = 1024;
/** Ingest's line with its metric, and a tenth of the others: with the sample that the ids make it is 600 or so. */
const LOG_BYTES_PER_WEBHOOK_MAX = 750;

let destination: Destination;
let run: CountedRun;

beforeAll(async () => {
  destination = await startDestination();
  run = await countRun({
    serviceDirectory: process.cwd(),
    packaged: await prodRunHere(packagedDirectory('prod'), temporaryDirectory()),
    directory: temporaryDirectory(),
    destinationUrl: destination.url,
    count: WEBHOOKS,
    bytes: BODY_BYTES,
    speed: 50,
  });
}, 120_000);
afterAll(() => destination.close());

/** What a clock causes is no webhook's: schedules, and configuration that is read again each minute. */
const ofWebhooks = () =>
  run.calls.filter(({ by, key }) => Object.hasOwn(INVOCATIONS_MAX, by) && !key.includes('/config/'));

const exceeding = (counted: Readonly<Record<string, number>>, ceilings: Readonly<Record<string, number>>) =>
  Object.entries(counted).filter(([name, count]) => count > (ceilings[name] ?? 0));

const tallied = (names: readonly string[]) =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));

test('functions ask AWS no more for a webhook than they must, and nothing else', () => {
  const counted = tallied(ofWebhooks().map(({ by, service, operation }) => `${by} ${service} ${operation}`));
  expect(exceeding(counted, CALLS_MAX)).toEqual([]);
  // Work that was not done would be cheap as well.
  expect(counted).toMatchObject({ 'ingest sqs SendMessage': WEBHOOKS, 'forward dynamodb PutItem': 2 * FORWARDED });
});

test('invocations take as many messages as their batches hold', () => {
  const invocations = run.invocations.filter(({ name }) => Object.hasOwn(INVOCATIONS_MAX, name));
  expect(exceeding(tallied(invocations.map(({ name }) => name)), INVOCATIONS_MAX)).toEqual([]);
  const messages = (function_: string) =>
    invocations
      .filter(({ name }) => name === function_)
      .reduce((sum, { messageBytes }) => sum + messageBytes.length, 0);
  expect(['dispatch', 'archive', 'forward', 'ledger'].map(messages)).toEqual([WEBHOOKS, WEBHOOKS, FORWARDED, PAYMENTS]);
});

test('messages, markers and log lines weigh no more than they must', () => {
  const sent = ofWebhooks().filter(({ operation }) => operation === 'SendMessage');
  expect(Math.max(...sent.map(({ bytes }) => bytes))).toBeLessThanOrEqual(BODY_BYTES + ENVELOPE_BYTES_MAX);
  const written = ofWebhooks().filter(({ operation }) => operation === 'PutItem');
  expect(Math.max(...written.map(({ bytes }) => bytes))).toBeLessThanOrEqual(MARKER_BYTES_MAX);
  const printed = [...run.printedBytes.values()].reduce((sum, bytes) => sum + bytes, 0);
  expect(printed / WEBHOOKS).toBeLessThanOrEqual(LOG_BYTES_PER_WEBHOOK_MAX);
});
