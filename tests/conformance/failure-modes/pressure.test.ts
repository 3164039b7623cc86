// How this architecture is known to fail under the pressure of one sender, or of many failures, and what keeps it from that.
import { createTopic as createTopicPort } from '#shared/aws/topic.ts';
import { RetryLater } from '#shared/errors.ts';
import { decideFate } from '#shared/lambda/decide-fate.ts';
import { createPublishEvents } from '../../../functions/dispatch/publish-events.ts';
import { crowding, FAILING_PER_SECOND } from '../../../functions/workers/wiring/in-flight.cjs';
import { startEmulatorClients } from '../../support/emulator-clients.ts';
import { createQueue } from '../../support/emulator-queues.ts';
import { createTopic, subscribeQueue } from '../../support/emulator-topics.ts';
import { givenDeadline } from '../../support/given-deadline.ts';
import { givenDelivery, givenRecord } from '../../support/given-messages.ts';
import { ingestUnderTest } from '../../support/ingest-under-test.ts';
import { pointAtEmulators } from '../../support/point-at-emulators.ts';
import { memoryObjects, seededRandom } from '../../support/ports.ts';
import { providerCase } from '../../support/provider-cases.ts';
import { signedRequest } from '../../support/signed-request.ts';
import { readTemplate, referredIds } from '../../support/template-reader.ts';

const { all, one } = readTemplate('prod');
const consumed = all('AWS::Lambda::EventSourceMapping').map(({ id, properties }) => ({
  id,
  properties,
  consumer: one('AWS::Lambda::Function', referredIds(properties.FunctionName)[0] ?? ''),
}));
const retrying = consumed.filter(
  ({ consumer }) => 'RETRY_HORIZON_SECONDS' in consumer.properties.Environment.Variables,
);

const { provider, secret, body } = providerCase('stripe');
const post = (sourceName: string) => signedRequest({ provider, secret, body, sourceName });
const source = { provider: 'stripe', secrets: [secret] };

test('hot tenant: a delivery is in the group of its source', async () => {
  const ingest = ingestUnderTest({ sources: { 'stripe-eu': source } });
  expect(await ingest.post(post('stripe-eu'))).toMatchObject({ status: 202 });
  expect(ingest.deliveries.sent).toMatchObject([{ group: 'stripe-eu' }]);
});

test('hot tenant: no queue is one that keeps an order, which would let a group be served by one consumer alone', () => {
  const queues = all('AWS::SQS::Queue').map(({ properties }) => properties);
  expect(queues.length).toBeGreaterThan(3);
  for (const queue of queues) expect(queue).not.toHaveProperty('FifoQueue');
});

test('hot tenant: behind a backlog of 500 events another source is served after a tenth of them', async () => {
  const aws = await startEmulatorClients();
  pointAtEmulators({ aws: aws.emulators.url, region: 'us-east-1' });
  const [topicArn, queue] = [await createTopic(aws.sns), await createQueue(aws.sqs)];
  await subscribeQueue(aws.sns, topicArn, queue);
  const publishEvents = createPublishEvents({ events: createTopicPort(topicArn), results: memoryObjects() });
  const publish = async (sourceName: string, count: number) => {
    const deliveries = Array.from({ length: count }, () => givenRecord(givenDelivery({ source: sourceName })));
    expect((await publishEvents(deliveries, givenDeadline())).size).toBe(0);
  };
  await publish('loud', 500);
  await publish('quiet', 1);

  const finished: (string | undefined)[] = [];
  const held = [];
  for (;;) {
    const received = await aws.emulators.queues.receive(queue.name, { max: 10, waitMs: 0 });
    held.push(...received);
    if (held.length === 0) break;
    // A slow consumer: four batches are always under way.
    if (held.length < 40 && received.length > 0) continue;
    const batch = held.splice(0, 10);
    finished.push(...batch.map(({ attributes }) => attributes['MessageGroupId']));
    aws.emulators.queues.delete(
      queue.name,
      batch.map(({ receiptHandle }) => receiptHandle),
    );
  }
  await aws.close();
  expect(finished).toHaveLength(501);
  expect(finished.indexOf('quiet')).toBeLessThanOrEqual(50);
});

test('hot tenant: a source with a budget is told to come back, and the others are accepted', async () => {
  const ingest = ingestUnderTest({
    sources: { loud: { ...source, budget: { perSecond: 1, burst: 5 } }, quiet: source },
  });
  const answers = await Promise.all(Array.from({ length: 50 }, () => ingest.post(post('loud'))));
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(5);
  const refused = answers.filter(({ status }) => status !== 202);
  expect(new Set(refused.map(({ status, headers }) => `${status} ${headers['retry-after']}`))).toEqual(
    new Set(['429 1']),
  );
  expect(await ingest.post(post('quiet'))).toMatchObject({ status: 202 });
});

test.each(consumed)('in-flight cap: $id takes no more at a time than its own limit', ({ properties }) => {
  const { BatchSize, ScalingConfig } = properties;
  expect(ScalingConfig?.MaximumConcurrency).toBeGreaterThanOrEqual(2);
  expect(BatchSize * (ScalingConfig?.MaximumConcurrency ?? Infinity)).toBeLessThanOrEqual(12_000);
});

test.each(retrying)(
  `in-flight cap: the queue of $id has room while ${FAILING_PER_SECOND} messages a second fail`,
  ({ properties, consumer }) => {
    const pressure = {
      batchSize: properties.BatchSize,
      maximumConcurrency: properties.ScalingConfig?.MaximumConcurrency ?? Infinity,
      failingPerSecond: FAILING_PER_SECOND,
      horizonSeconds: Number(consumer.properties.Environment.Variables['RETRY_HORIZON_SECONDS']),
    };
    expect(crowding(pressure)).toBeUndefined();
    expect(crowding({ ...pressure, failingPerSecond: 100 * FAILING_PER_SECOND })).toContain('SQS gives nothing more');
  },
);

test('in-flight cap: dispatch and every worker are among those that are checked', () => {
  const workers = readTemplate('prod').workers.map((name) => `webhook-pipeline-prod-${name}`);
  const checked = retrying.map(({ consumer }) => consumer.properties.FunctionName);
  expect(checked.toSorted()).toEqual(['webhook-pipeline-prod-dispatch', ...workers].toSorted());
});

test('in-flight cap: an event that fails to the end waits for half of its horizon, as the check has it', () => {
  const random = seededRandom(7);
  const rules = { attemptsMax: 12, backoffCeilingSeconds: 900, horizonSeconds: 3975 };
  const waits = Array.from({ length: 2000 }, () =>
    Array.from({ length: rules.attemptsMax }, (_, index) => {
      const fate = decideFate({ error: new RetryLater('away'), attempt: index + 1, ageSeconds: 0 }, rules, random);
      return 'retrySeconds' in fate ? fate.retrySeconds : 0;
    }).reduce((sum, seconds) => sum + seconds, 0),
  );
  const mean = waits.reduce((sum, seconds) => sum + seconds, 0) / waits.length;
  expect(mean / (rules.horizonSeconds / 2)).toBeCloseTo(1, 1);
});
