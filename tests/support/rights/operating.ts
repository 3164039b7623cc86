import { setTimeout as sleep } from 'node:timers/promises';
import { createBreakerStore } from '#shared/breakers/breaker-store.ts';
import { writeEvent } from '#shared/messages/event.ts';
import type { DestinationServer } from '../destination-server.ts';
import { localTable } from '../local-table.ts';
import { finishable, sendDeadLetter } from './given-work.ts';
import { until, type WatchedPipeline } from './pipeline-under-watch.ts';

const HOUR_MS = 3_600_000;
const DESTINATION = 'everything';

/** What operators ask, and what they do about what they see. */
export async function operate(
  pipeline: WatchedPipeline,
  deliveryId: string,
  workers: readonly string[],
): Promise<void> {
  const { invoke, hooks } = pipeline;
  const eventId = await sendDeadLetter(pipeline, 'archive');
  await pipeline.deadLetters.waitForOpen('archive', eventId);
  const between = { from: new Date(Date.now() - HOUR_MS).toISOString() };
  await Promise.all([
    hooks('status'),
    hooks('workers', 'status'),
    hooks('dead-letters', 'list'),
    hooks('trace', deliveryId),
    hooks('sources', 'list'),
    invoke('inspect', { count: { from: 'archive', all: true } }),
    invoke('inspect', { groups: {} }),
    invoke('inspect', { list: { from: 'archive', all: true, where: 'id', limit: 20 } }),
    invoke('inspect', { show: { id: eventId, body: true } }),
    invoke('inspect', { trace: { id: deliveryId } }),
  ]);
  await invoke('replay', {
    replay: { from: 'archive', fingerprints: ['abcdabcdabcdabcd'], where: 'id', dryRun: true },
  });
  const discarded = await invoke('replay', { discard: { from: 'archive', ids: [eventId], reason: 'A test' } });
  expect(discarded).toMatchObject({ succeeded: 1 });
  await invoke('replay', { backfill: { to: 'archive', between, reason: 'A test' } });
  const { runs = [] } = (await invoke('inspect', { runs: { limit: 20 } })) as { runs?: readonly { run: string }[] };
  await invoke('inspect', { run: { run: runs[0]?.run, page: 0 } });
  await hooks('runs', 'list');
  await drainQueues(pipeline, ['dispatch', ...workers]);
}

/** Dead letters that the keeper has not taken yet. */
async function drainQueues(pipeline: WatchedPipeline, workers: readonly string[]): Promise<void> {
  await pipeline.hooks('workers', 'pause', 'keeper', '--yes');
  await until('the keeper is paused', async () => (await pipeline.hooks('workers', 'status')).includes('paused'));
  await Promise.all(
    workers.map(async (worker) => {
      await sendDeadLetter(pipeline, worker);
      const way = { from: worker, all: true, via: 'queue' };
      await pipeline.invoke('replay', { replay: { ...way, dryRun: true } });
      const answer = await pipeline.invoke('replay', { replay: { ...way, reason: 'The keeper is paused' } });
      expect(answer).toMatchObject({ succeeded: 1 });
    }),
  );
  await pipeline.hooks('workers', 'resume', 'keeper');
}

/** A destination that takes nothing for a while, and gets what waited. */
export async function spareDestination(pipeline: WatchedPipeline, destination: DestinationServer): Promise<void> {
  const breakers = createBreakerStore(localTable(pipeline.endpoints, 'MarkersTable'));
  destination.answerWith(() => 503);
  const events = Array.from({ length: 12 }, () => finishable('forward'));
  await Promise.all(events.map((event) => pipeline.send('forward', writeEvent(event))));
  await Promise.all(events.map(({ id }) => pipeline.deadLetters.waitForOpen('forward', id)));
  destination.answerWith(() => 204);
  await until('the wait of the breaker is over', async () => {
    const stored = await breakers.get(DESTINATION);
    if (!stored) throw new Error('The breaker is not open');
    return (await breakers.put({ ...stored.breaker, untilMs: Date.now() }, stored.revision)) !== 'conflict';
  });
  await until('all that waited was taken', async () => {
    await pipeline.invoke('probe', {});
    await sleep(200);
    const states = await Promise.all(events.map(({ id }) => pipeline.deadLetters.get('forward', id)));
    return states.every((record) => record?.state === 'done');
  });
  await until('the breaker is forgotten', async () => {
    await pipeline.invoke('probe', {});
    return (await breakers.get(DESTINATION)) === undefined;
  });
}
