// How the limits of an account and a Region are known to fail such a pipeline, and how much of it ours rides out.
import { readFileSync } from 'node:fs';
import { createPublishEvents } from '../../../functions/dispatch/publish-events.ts';
import { createQueueDelivery } from '../../../functions/ingest/queue-delivery.ts';
import { createRecordDeadLetters } from '../../../functions/keeper/record-dead-letters.ts';
import { createSweepSpilled } from '../../../functions/sweep/sweep-spilled.ts';
import { createDeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { decideFate } from '#shared/lambda/decide-fate.ts';
import { checkInBody } from '#shared/messages/body.ts';
import { BY_GROUP, BY_TIME } from '#shared/messages/dead-letter.ts';
import { writeEvent } from '#shared/messages/event.ts';
import { spilledKey, writeSpilledMessage } from '#shared/messages/spilled-message.ts';
import { callsAtOnce, type CallsAtOnce } from '../../support/calls-at-once.ts';
import { givenDeadLetterMessage } from '../../support/given-dead-letters.ts';
import { givenDeadline, givenInvocation } from '../../support/given-deadline.ts';
import { givenDelivery, givenEvent, givenRecord } from '../../support/given-messages.ts';
import {
  fixedClock,
  memoryObjects,
  memoryTable,
  recordingLog,
  recordingMetrics,
  recordingQueue,
  recordingTopic,
  seededRandom,
  TRACEPARENT,
} from '../../support/ports.ts';
import { readTemplate, referredIds } from '../../support/template-reader.ts';
import { givenReplay, numbered } from '../../unit/functions/replay/given-replay.ts';

const { all, one, template } = readTemplate('prod');
const mappings = all('AWS::Lambda::EventSourceMapping').map(({ id, properties }) => ({
  id,
  properties,
  queue: one('AWS::SQS::Queue', referredIds(properties.EventSourceArn)[0] ?? ''),
  consumer: one('AWS::Lambda::Function', referredIds(properties.FunctionName)[0] ?? ''),
}));
const retrying = mappings.filter(({ consumer }) => 'ATTEMPTS_MAX' in consumer.properties.Environment.Variables);
const environmentsOfMappings = mappings.reduce(
  (sum, { properties }) => sum + (properties.ScalingConfig?.MaximumConcurrency ?? Infinity),
  0,
);

/** What an account has before it asks for more: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const ENVIRONMENTS_OF_AN_ACCOUNT = 1000;

// A throttled batch costs its messages one receive for every visibility timeout, and no function runs to count it as anything else.
test.each(retrying)(
  'throttled ESM: 25 minutes without one free environment leave an event of $id an attempt',
  (mapping) => {
    const attempts = Number(mapping.consumer.properties.Environment.Variables['ATTEMPTS_MAX']);
    const lastAttemptAfterSeconds = (attempts - 1) * (mapping.queue.properties.VisibilityTimeout ?? 0);
    expect(lastAttemptAfterSeconds).toBeGreaterThanOrEqual(25 * 60);
  },
);

test('throttled ESM: no function is held below what its queues send to it, and all together fit into an account', () => {
  const reserving = all('AWS::Lambda::Function').filter(
    ({ properties }) => 'ReservedConcurrentExecutions' in properties,
  );
  expect(reserving.map(({ id }) => id)).toEqual([]);
  expect(environmentsOfMappings).toBeLessThanOrEqual(ENVIRONMENTS_OF_AN_ACCOUNT / 2);
});

test('cold-start burst: whatever waits on queues, most environments of an account are left to ingest without a reservation', () => {
  expect(ENVIRONMENTS_OF_AN_ACCOUNT - environmentsOfMappings).toBeGreaterThanOrEqual(ENVIRONMENTS_OF_AN_ACCOUNT / 2);
});

/** Of one client of the SDK: https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-maxsockets.html */
const SOCKETS = 50;

async function expectFewSockets(use: (calls: CallsAtOnce) => Promise<unknown>): Promise<void> {
  const calls = callsAtOnce();
  await use(calls);
  expect(calls.most()).toBeGreaterThan(1);
  expect(calls.most()).toBeLessThanOrEqual(SOCKETS);
}

const clock = fixedClock('2026-01-03T00:00:00.000Z');
const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

test('parallel batch over 50 sockets: ingest, with an array of 40,000 events', () =>
  expectFewSockets(async (calls) => {
    const deliveries = recordingQueue();
    const ports = { deliveries: calls.watch(deliveries), results: memoryObjects(), spill: memoryObjects() };
    const queueDelivery = createQueueDelivery({ ...ports, clock, log: recordingLog(), metrics: recordingMetrics() });
    const events = numbers(40_000).map((number) => ({ id: `e${number}`, type: 'open', pointer: `/${number}` }));
    await queueDelivery(givenDelivery({ events }), Buffer.from('[]'), TRACEPARENT);
    expect(deliveries.sent.length).toBeGreaterThan(SOCKETS);
  }));

test('parallel batch over 50 sockets: sweep, with hundreds of spilled messages', () =>
  expectFewSockets(async (calls) => {
    const spilled = memoryObjects();
    for (const number of numbers(300)) {
      const delivery = { receivedAt: '2026-01-02T00:00:00.000Z', id: `delivery-${number}` };
      spilled.stored.set(spilledKey(delivery, 0), { bytes: writeSpilledMessage({ body: 'x', attributes: {} }) });
    }
    const ports = { deliveries: calls.watch(recordingQueue()), spilled: calls.watch(spilled), log: recordingLog() };
    expect(await createSweepSpilled(ports)(givenDeadline())).toEqual({ swept: 300 });
  }));

test('parallel batch over 50 sockets: dispatch, with ten arrays of 500 events', () =>
  expectFewSockets(async (calls) => {
    const results = memoryObjects();
    const elements = numbers(500).map((number) => ({ n: number, text: 'x'.repeat(2000) }));
    const records = [];
    for (const record of numbers(10)) {
      const body = await checkInBody(Buffer.from(JSON.stringify(elements)), `stripe-eu/${record}`, results);
      const events = numbers(500).map((number) => ({ id: `e${number}`, type: 'open', pointer: `/${number}` }));
      records.push(givenRecord(givenDelivery({ body, events }), `m${record}`));
    }
    const publishEvents = createPublishEvents({ events: calls.watch(recordingTopic()), results: calls.watch(results) });
    expect([...(await publishEvents(records, givenDeadline()))]).toEqual([]);
  }));

test('parallel batch over 50 sockets: keeper, with the largest batch that it is given', () =>
  expectFewSockets(async (calls) => {
    const ofKeeper = mappings.filter(({ consumer }) => consumer.id === 'KeeperLambdaFunction');
    const batchSize = Math.max(...ofKeeper.map(({ properties }) => properties.BatchSize));
    const store = createDeadLetterStore(calls.watch(memoryTable()));
    const keep = createRecordDeadLetters({
      store,
      clock,
      log: recordingLog(),
      metrics: recordingMetrics(),
      queuePrefix: 'webhook-pipeline-local-',
      replaysMax: 10,
    });
    const Records = numbers(batchSize).map((number) =>
      givenDeadLetterMessage('archive', writeEvent(givenEvent({ id: `event-${number}` })), { messageId: `m${number}` }),
    );
    expect(await keep({ Records }, givenInvocation())).toEqual({ batchItemFailures: [] });
  }));

test('parallel batch over 50 sockets: replay, of 300 dead letters', () =>
  expectFewSockets(async (calls) => {
    const table = memoryTable({
      [BY_TIME]: { partition: 'workerState', sort: 'lastAt' },
      [BY_GROUP]: { partition: 'workerState', sort: 'groupAt' },
    });
    const store = createDeadLetterStore(calls.watch(table));
    for (const letter of numbered(300)) await store.put(letter, 'absent');
    const { replay } = await givenReplay([], { store });
    const answer = await replay({ from: 'archive', all: true, reason: 'The shop is open again' });
    expect(answer).toMatchObject({ succeeded: 300, failed: 0 });
  }));

test('Region move: the template names no Region, so that no part of it stays behind in another one', () => {
  const named = JSON.stringify(template).match(/\b(?:us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d\b/g);
  expect(named).toBeNull();
});

test('Region move: events beyond the rate of a smaller Region wait on the deliveries queue, none is given up', async () => {
  const throttled = Object.assign(new Error('Rate exceeded'), { name: 'ThrottledException' });
  const events = recordingTopic(() => {
    throw throttled;
  });
  const publishEvents = createPublishEvents({ events, results: memoryObjects() });
  const records = ['a', 'b', 'c'].map((messageId) => givenRecord(givenDelivery(), messageId));
  const failures = await publishEvents(records, givenDeadline());
  expect([...failures.keys()]).toEqual(['a', 'b', 'c']);
  const rules = { attemptsMax: 10, backoffCeilingSeconds: 300, horizonSeconds: 1215 };
  for (const error of failures.values()) {
    expect(decideFate({ error, attempt: 1, ageSeconds: 0 }, rules, seededRandom(1))).toEqual({
      retrySeconds: expect.any(Number),
    });
  }
});

test('Region move: where one is chosen, the rate is said that SNS has there', () => {
  const decision = readFileSync('docs/decisions/015-a-region-is-chosen-by-its-publish-rate.md', 'utf8');
  for (const said of ['30,000', '9,000', '1,500', '300']) expect(decision).toContain(`${said} messages/s`);
  expect(readFileSync('README.md', 'utf8')).toContain('015-a-region-is-chosen-by-its-publish-rate.md');
});
