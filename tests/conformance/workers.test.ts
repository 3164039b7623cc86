// The contract that every worker is held to. A new one joins by its folder; if it needs ports, workers/<name>.ts gives them.
import { existsSync, readdirSync } from 'node:fs';
import { GiveUp, RetryLater } from '#shared/errors.ts';
import type { BatchRecord } from '#shared/lambda/batch-edge.ts';
import { NotStarted } from '#shared/lambda/deadline.ts';
import { readBody } from '#shared/messages/body.ts';
import type { Event } from '#shared/messages/event.ts';
import { checkPlainJson } from '../../functions/workers/check-plain-json.ts';
import { createResultLine } from '../../functions/workers/result-line.ts';
import { storeResultsPerBatch } from '../../functions/workers/store-results-per-batch.ts';
import type { WorkerContext } from '../../functions/workers/worker.ts';
import { fillSample } from '../../functions/ingest/providers/fill-sample.ts';
import { readSamples } from '../../functions/ingest/providers/read-samples.ts';
import { allProviders } from '../support/all-providers.ts';
import { findWorkerCase } from '../support/find-worker-case.ts';
import { givenDeadline, givenWorkerContext, passedDeadline } from '../support/given-deadline.ts';
import { givenEvent, givenRecord } from '../support/given-messages.ts';
import { countingIds, fixedClock, memoryObjects } from '../support/ports.ts';
import { eventIdOf } from '../support/results.ts';
import type { WorkerWorld } from './workers/worker-case.ts';

const FRESH = { now: new Date('2026-01-02T03:04:05Z'), uuid: '72d3162e-cc78-11e3-81ab-4c9367dc0958', id: 'case0001' };

/** One event of each sample of each provider, whoever wants it: a worker may be replayed whatever event there is. */
const events = allProviders
  .flatMap(({ name: provider }) => readSamples(provider).map((sample) => ({ provider, sample })))
  .map(({ provider, sample }, index) =>
    givenEvent({
      id: index.toString(16).padStart(32, '0'),
      provider,
      source: provider,
      type: sample.type,
      body: { text: fillSample(sample, FRESH).body.toString('utf8') },
    }),
  );

/** Not one of them holds what its type promises; whoever is told of them must not be told their content. */
const SECRET = 'sesame-open-up';
const broken = ['', '{', `{"${SECRET}`, 'null', '[]', '7', '{}', `{"type":{"${SECRET}":[]}}`, `{"data":"${SECRET}"}`];
const brokenEvents = events.flatMap((event) => [
  ...broken.map((text) => ({ ...event, body: { text } })),
  { ...event, body: { text: JSON.stringify({ type: event.type, data: { object: SECRET } }) } },
  { ...event, body: { base64: Buffer.from([0xff, 0xfe, 0x00]).toString('base64') } },
]);

const names = readdirSync('functions/workers').filter((name) => existsSync(`functions/workers/${name}/handler.ts`));

const found = await Promise.all(
  names.map(async (name) => {
    const [search] = await Promise.allSettled([findWorkerCase(name)]);
    return { name, search };
  }),
);

const ask = ({ worker }: WorkerWorld, event: Event, context: Partial<WorkerContext> = {}) =>
  worker(event, givenWorkerContext({ readBody: () => readBody(event.body, memoryObjects()), ...context }));

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/** As the row's function would work on them, but with its ports in memory. */
async function store(name: string, world: WorkerWorld, batch: readonly Event[], deadline = givenDeadline()) {
  const results = memoryObjects();
  const toLine =
    world.toLine ?? createResultLine(name, { clock: fixedClock('2026-01-02T03:05:00.000Z'), workerVersion: '1' });
  const lines: Record<string, unknown>[] = [];
  const work = storeResultsPerBatch(world.worker, {
    results,
    prefix: `${name}/`,
    ids: countingIds(),
    eventsAtOnce: 2,
    toLine: (event, result) => {
      const line = toLine(event, result) as Record<string, unknown>;
      lines.push(line);
      return line;
    },
  });
  const records: readonly BatchRecord<Event>[] = batch.map((event) => givenRecord(event, `message of ${event.id}`));
  return { failures: await work(records, deadline), lines };
}

test('there are workers, and events for them to work on', () => {
  expect(names).toEqual(expect.arrayContaining(['archive', 'ledger']));
  expect(events.length).toBeGreaterThan(10);
});

describe.each(found)('the worker $name', ({ name, search }) => {
  if (search.status === 'rejected') {
    // One failure says what is missing; all the others would only repeat it.
    test('can be tried', async () => {
      await findWorkerCase(name);
    });
    return;
  }
  const workerCase = search.value;

  test.each(events)('gives plain JSON for $type of $provider', async (event) => {
    const result = await ask(workerCase.open(), event);
    expect(() => checkPlainJson(result)).not.toThrow();
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  test.each(events)('leaves $type of $provider as it was', async (event) => {
    const before = structuredClone(event);
    await ask(workerCase.open(), frozen(structuredClone(event)));
    const unfrozen = structuredClone(event);
    await ask(workerCase.open(), unfrozen);
    expect(unfrozen).toEqual(before);
  });

  test.each(events)(
    'does nothing a second time for $type of $provider, and then always says the same',
    async (event) => {
      const world = workerCase.open();
      await ask(world, event);
      const done = structuredClone(world.effects());
      const second = await ask(world, event, { attempt: 2 });
      expect(await ask(world, event, { attempt: 2 })).toEqual(second);
      expect(world.effects()).toEqual(done);
    },
  );

  test.each(events)('does $type of $provider once when two are at it at once', async (event) => {
    const alone = workerCase.open();
    await ask(alone, event);
    const world = workerCase.open();
    const outcomes = await Promise.allSettled([ask(world, event), ask(world, event)]);
    const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    // The later one may ask to come again, but not both, and neither may give up.
    expect(errors.map((error) => error instanceof RetryLater)).toEqual(errors.map(() => true));
    expect(errors.length).toBeLessThan(2);
    await ask(world, event, { attempt: 2 });
    expect(world.effects()).toEqual(alone.effects());
  });

  test('throws nothing but our errors for a broken body, and never quotes it', async () => {
    for (const event of brokenEvents) {
      const outcome = await ask(workerCase.open(), event).catch((error: unknown) => ({ error }));
      const { error = new GiveUp('none') } = Object(outcome) as { readonly error?: unknown };
      expect([error, event.type, error instanceof GiveUp || error instanceof RetryLater]).toEqual([
        error,
        event.type,
        true,
      ]);
      expect(String(error instanceof Error ? error.message : error)).not.toContain(SECRET);
    }
  });

  test('is not even asked when the time has passed, and does nothing', async () => {
    const world = workerCase.open();
    const { failures, lines } = await store(name, world, events, passedDeadline());
    expect([...failures.values()]).toEqual(events.map(() => new NotStarted()));
    expect([lines, world.effects()]).toEqual([[], workerCase.open().effects()]);
  });

  test.each(events)('comes to an end for $type of $provider when the time has passed meanwhile', async (event) => {
    const world = workerCase.open();
    const outcome = await ask(world, event, { deadline: passedDeadline().signal }).catch((error: unknown) => error);
    expect(outcome instanceof Error ? outcome : new RetryLater('none')).toBeInstanceOf(RetryLater);
    // The next attempt finishes what this one began.
    await ask(world, event, { attempt: 2 });
    const alone = workerCase.open();
    await ask(alone, event);
    expect(world.effects()).toEqual(alone.effects());
  });

  test('keeps one line for each event, which names it', async () => {
    const { failures, lines } = await store(name, workerCase.open(), events);
    expect(failures).toEqual(new Map());
    expect(lines.map(eventIdOf).toSorted()).toEqual(events.map(({ id }) => id).toSorted());
  });
});
