import { CommandError } from '../../../../operator/command-error.ts';
import { exitCode } from '../../../../operator/exit-code.ts';
import { readStatus } from '../../../../operator/verbs/read-status.ts';
import { emptyQueue, metricsOf } from '../../../support/given-observations.ts';
import { givenAbout, givenPipeline } from '../../../support/given-session.ts';

// Five whole minutes are looked at.
const now = new Date('2026-01-02T03:05:00.000Z');

const about = givenAbout({
  workers: [
    { name: 'dispatch', function: 'dispatch', queue: 'deliveries', deadLetterQueue: 'deliveries-dead-letters' },
    {
      name: 'archive',
      function: 'archive',
      queue: 'archive',
      deadLetterQueue: 'archive-dead-letters',
      impact: 'Nobody can look events up later.',
    },
  ],
});

const healthy = {
  about,
  inspect: async () => ({ count: 0 }),
  queues: { depthOf: async () => emptyQueue },
  metrics: metricsOf({}),
  mappings: {
    of: async (name: string) => [{ function: name, queue: name, id: name, state: 'enabled' as const }],
    setEnabled: async () => undefined,
  },
};

test('steps come in flow order, with what waits, its age, rates, failures and dead letters', async () => {
  const pipeline = givenPipeline({
    ...healthy,
    inspect: async (request) => ({ count: request.count?.from === 'archive' ? 7 : 0 }),
    queues: {
      depthOf: async (queue) =>
        queue === 'archive'
          ? { waiting: 40, inFlight: 2, delayed: 0 }
          : queue === 'archive-dead-letters'
            ? 'missing'
            : emptyQueue,
    },
    metrics: metricsOf({
      'Invocations webhook-pipeline-local-ingest': 50,
      'NumberOfMessagesSent webhook-pipeline-local-deliveries': 45,
      'NumberOfMessagesSent webhook-pipeline-local-archive': 30,
      'NumberOfMessagesDeleted webhook-pipeline-local-archive': 5,
      'ApproximateAgeOfOldestMessage webhook-pipeline-local-archive': 120,
      'Errors webhook-pipeline-local-archive': 3,
    }),
  });
  const { steps, gaps } = await readStatus({ now }, pipeline);
  expect(gaps).toEqual([]);
  expect(steps.map(({ name }) => name)).toEqual(['ingest', 'dispatch', 'archive']);
  expect(steps[0]).toMatchObject({ name: 'ingest', kind: 'ingest', inPerMinute: 10, outPerMinute: 9, failures: 0 });
  expect(steps[2]).toMatchObject({
    name: 'archive',
    kind: 'worker',
    queue: 'archive',
    depth: { waiting: 40, inFlight: 2, delayed: 0 },
    feed: 'enabled',
    oldestSeconds: 120,
    inPerMinute: 6,
    outPerMinute: 1,
    failures: 3,
    deadLetters: { queue: 'archive-dead-letters', open: 7 },
    impact: 'Nobody can look events up later.',
  });
});

test('our own metrics, under whatever name the service has, are rates of ingest and of each worker, and the newest percentiles and ages', async () => {
  const asked: string[] = [];
  const { steps } = await readStatus(
    { now },
    givenPipeline({
      ...healthy,
      about: { ...about, service: 'acme-hooks' },
      metrics: {
        read: async (queries) =>
          queries.map(({ namespace, metric, dimensions, stat }) => {
            if (namespace !== 'acme-hooks') return [];
            asked.push(`${metric} ${stat} ${Object.entries(dimensions).join(' ')}`);
            return [
              { at: now, value: 10 },
              { at: now, value: 30 },
            ];
          }),
      },
    }),
  );
  // At this moment the period before has just ended, and the one that begins is empty: five minutes.
  expect(steps[0]?.measured).toEqual({ acceptedPerMinute: 8, rejectedPerMinute: 8, spilledPerMinute: 8 });
  expect(steps[1]?.measured).toEqual({ retriesPerMinute: 8, oldestDeadLetterSeconds: 30 });
  expect(steps[2]?.measured).toEqual({
    retriesPerMinute: 8,
    duplicatesPerMinute: 8,
    endToEndP50Ms: 30,
    endToEndP95Ms: 30,
    oldestDeadLetterSeconds: 30,
  });
  expect(asked).toContain('WebhooksAccepted Sum stage,local');
  expect(asked).toContain('EndToEndLatency p95 stage,local worker,archive');
});

const denied = async () => {
  throw new CommandError(exitCode.failed, 'You may not do that.');
};

test('who may not see depths and rates still sees the dead letters, and reads why once', async () => {
  const pipeline = givenPipeline({
    ...healthy,
    queues: { depthOf: denied },
    metrics: { read: denied },
    mappings: { of: denied, setEnabled: denied },
  });
  const { steps, gaps } = await readStatus({ now }, pipeline);
  expect(gaps).toEqual(['You may not do that.']);
  expect(steps[2]).toMatchObject({ name: 'archive', feed: 'unknown', deadLetters: { open: 0 } });
  expect(steps[2]).not.toHaveProperty('depth');
  expect(steps[2]).not.toHaveProperty('inPerMinute');
});

test('where nothing runs there is no status', async () => {
  const gone = new CommandError(exitCode.notRunning, 'The pipeline does not run here.');
  const pipeline = givenPipeline({ ...healthy, inspect: () => Promise.reject(gone) });
  await expect(readStatus({ now }, pipeline)).rejects.toBe(gone);
});
