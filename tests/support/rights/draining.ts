import { closed, opened } from '#shared/breakers/breaker.ts';
import { createBreakerStore } from '#shared/breakers/breaker-store.ts';
import { systemRandom } from '#shared/lambda/system.ts';
import { localTable } from '../local-table.ts';
import { finishable, recordDeadLetter, touch } from './given-work.ts';
import { until, type WatchedPipeline } from './pipeline-under-watch.ts';
import type { RefusingProxy } from './refusing-proxy.ts';

/** As tests/support/put-destination.ts calls it. */
const DESTINATION = 'everything';

/** A destination takes events again: what waited for it is sent back, and its breaker forgotten. */
export async function drainDestination(pipeline: WatchedPipeline, proxy: RefusingProxy): Promise<void> {
  const breakers = createBreakerStore(localTable(pipeline.endpoints, 'MarkersTable'));
  const down = opened({ destination: DESTINATION }, new Date(), systemRandom);
  const up = { ...closed(down, new Date()), untilMs: Date.now() };
  await until('the probe closes what others have written', async () => {
    const stored = await breakers.get(DESTINATION);
    await breakers.put(up, stored?.revision ?? 'absent');
    const failure = { class: 'destination-down' as const, destination: DESTINATION };
    const id = await recordDeadLetter(pipeline, 'forward', finishable('forward'), failure);
    await proxy.holding(
      'SQS.SendMessageBatch',
      () => pipeline.invoke('probe', {}),
      () => touch(pipeline, `forward/${id}`),
    );
    return pipeline.hasCalled('probe', 'dynamodb:PutItem', '-dead-letters');
  });
  await until('the breaker is forgotten', async () => {
    await pipeline.invoke('probe', {});
    return (await breakers.get(DESTINATION)) === undefined;
  });
}
