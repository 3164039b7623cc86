// What becomes of events whose worker fails in every way there is: each ends as one result or as one dead letter.
import { jest } from '@jest/globals';
import type { Trouble } from '../fixtures/workers/troublesome/trouble.ts';
import { createArchiveReader } from '../support/archive.ts';
import { localDeadLetters, type LocalDeadLetters } from '../support/local-dead-letters.ts';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { post, signed } from '../support/post-webhook.ts';
import { eventIdOf, readResults } from '../support/results.ts';
import { serviceWithWorkers } from '../support/service-with-workers.ts';
import { startAdviser } from '../support/start-adviser.ts';
import { hastyWorkers } from '../support/worker-rows.ts';

jest.setTimeout(120_000);

// Visibility passes faster, but not faster than a function is loaded and runs: a batch has 12 s / 3, its function 2 s.
const speed = 3;
const { attempts } = hastyWorkers.troublesome;
/** Each look reads all results there are. */
const LOOK_EVERY_MS = 100;

let pipeline: LocalPipeline;
let deadLetters: LocalDeadLetters;
let archive: ReturnType<typeof createArchiveReader>;
beforeAll(async () => {
  const service = await serviceWithWorkers(hastyWorkers);
  pipeline = await startPipeline({ service, args: ['--speed', String(speed)] });
  deadLetters = localDeadLetters(pipeline.endpoints);
  archive = createArchiveReader(pipeline.endpoints);
  await resultsOf([await cause({ kind: 'none' })]);
}, 120_000);
afterAll(() => pipeline.stop());

/** Posts an event that asks for this trouble; its id. */
async function cause(trouble: Trouble, type: 'trouble' | 'death' = 'trouble'): Promise<string> {
  const headers = { 'webhook-id': `msg_${crypto.randomUUID()}` };
  const webhook = signed('standard-webhooks', headers, JSON.stringify({ type, trouble }));
  const { status, deliveryId } = await post(pipeline.endpoints.webhooks, webhook);
  expect(status).toBe(202);
  // A delivery with one event gives it its own id.
  return deliveryId ?? '';
}

/** The results of these events, as soon as each has one. */
async function resultsOf(eventIds: readonly string[], worker = 'troublesome') {
  for (;;) {
    const lines = await readResults(pipeline.endpoints, `results/${worker}/`);
    const found = lines.filter((line) => eventIds.includes(eventIdOf(line)));
    if (new Set(found.map(eventIdOf)).size === eventIds.length) return found;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

test('a poisoned event becomes a dead letter and its neighbours get their results', async () => {
  const [good, thrown, nothing] = await Promise.all([
    Promise.all(Array.from({ length: 15 }, () => cause({ kind: 'none' }))),
    cause({ kind: 'throw' }),
    cause({ kind: 'throw-null' }),
  ]);
  // A batch that outlives its visibility on a busy machine comes again, and results of a batch repeat what came twice.
  const withResult = new Set((await resultsOf(good)).map(eventIdOf));
  expect([...withResult].toSorted()).toEqual(good.toSorted());
  const letters = [
    await deadLetters.waitForOpen('troublesome', thrown),
    await deadLetters.waitForOpen('troublesome', nothing),
  ];
  expect(letters).toMatchObject([
    {
      source: 'standard-webhooks',
      type: 'trouble',
      failure: { class: 'exhausted', name: 'RangeError', message: 'this worker has a fault', attempts },
      arrivals: 1,
      replays: 0,
    },
    { failure: { class: 'exhausted', attempts } },
  ]);
  // Another worker's failure is not the archive's.
  await archive.waitFor([...good, thrown, nothing]);
});

test('what fails at first is tried again until it succeeds, and is no dead letter', async () => {
  const eventId = await cause({ kind: 'fail', times: 3 });
  expect(await resultsOf([eventId])).toMatchObject([{ eventId, worker: 'troublesome', value: { attempt: 4 } }]);
  const record = await deadLetters.waitFor({ worker: 'troublesome', eventId }, ({ state }) => state === 'done');
  expect(record).not.toHaveProperty('body');
});

test('a worker that names a time is not asked again before it', async () => {
  const afterSeconds = 4;
  using adviser = await startAdviser((asked) =>
    asked === 1 ? { kind: 'retry-later', afterSeconds } : { kind: 'none' },
  );
  const eventId = await cause({ kind: 'ask', url: adviser.url });
  expect(await resultsOf([eventId])).toMatchObject([{ value: { attempt: 2 } }]);
  const [first = 0, second = 0] = adviser.askedAt;
  expect(second - first).toBeGreaterThanOrEqual((afterSeconds * 1000) / speed);
});

test('a time beyond all attempts makes a dead letter at once, with the time', async () => {
  const eventId = await cause({ kind: 'retry-later', afterSeconds: 86_400 });
  const { failure } = await deadLetters.waitForOpen('troublesome', eventId);
  expect(failure).toMatchObject({ class: 'exhausted', name: 'RetryLater', attempts: 1 });
  expect(Date.parse(failure.notBefore ?? '') - Date.parse(failure.lastAt)).toBeGreaterThanOrEqual(86_400_000);
});

test('a worker that gives up is not asked a second time', async () => {
  using adviser = await startAdviser(() => ({ kind: 'give-up' }));
  const eventId = await cause({ kind: 'ask', url: adviser.url });
  expect((await deadLetters.waitForOpen('troublesome', eventId)).failure).toMatchObject({
    class: 'gave-up',
    name: 'GiveUp',
    message: 'nobody can work on this one',
    attempts: 1,
  });
  expect(adviser.askedAt).toHaveLength(1);
});

test('an event that never ends costs its neighbours nothing and is exhausted when its function runs out of time', async () => {
  const [endless, good] = await Promise.all([cause({ kind: 'hang' }), cause({ kind: 'none' })]);
  expect(await resultsOf([good])).toHaveLength(1);
  const { failure } = await deadLetters.waitForOpen('troublesome', endless);
  expect(failure).toMatchObject({ class: 'exhausted', attempts });
  expect(failure.message).toContain('time ran out');
});

test('a function that dies over an event leaves a dead letter of class crashed, however it died', async () => {
  const kinds = ['spin', 'exit', 'throw-in-timer', 'run-out-of-memory'] as const;
  const eventIds = await Promise.all(kinds.map((kind) => cause({ kind }, 'death')));
  const letters = await Promise.all(eventIds.map((eventId) => deadLetters.waitForOpen('deadly', eventId)));
  for (const letter of letters) {
    expect(letter).toMatchObject({ worker: 'deadly', type: 'death', failure: { class: 'crashed' }, arrivals: 1 });
  }
  await archive.waitFor(eventIds);
  // Each of them was ended in its own way.
  for (const words of ['Sandbox.Timedout', 'Runtime.ExitError', 'nobody awaits this', 'Runtime.OutOfMemory']) {
    expect(pipeline.output()).toContain(words);
  }
});
