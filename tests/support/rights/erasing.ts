import { gzipSync } from 'node:zlib';
import { hourFolder } from '#shared/archive/hour-folder.ts';
import { systemIds } from '#shared/lambda/system.ts';
import type { Event } from '#shared/messages/event.ts';
import { archiveEvents } from '../archive-events.ts';
import { finishable, givenPointer, newId, recordDeadLetter, RETENTION_DAYS, touch } from './given-work.ts';
import { until, type WatchedPipeline } from './pipeline-under-watch.ts';
import type { RefusingProxy } from './refusing-proxy.ts';

const SOURCE = 'closed-shop';

/** Events of one source in every place where something of them is kept, alone and beside others; then none of it. */
export async function eraseEverywhere(pipeline: WatchedPipeline, proxy: RefusingProxy): Promise<void> {
  const { results, invoke, hooksEnding } = pipeline;
  const [alone, beside] = [finishable('archive', { source: SOURCE }), finishable('archive', { source: SOURCE })];
  const other = finishable('archive', { receivedAt: beside.receivedAt });
  await Promise.all([
    archiveEvents([alone], results),
    archiveEvents([beside, other], results),
    ...['results/forward/', 'ledger/'].flatMap((prefix) => [
      putResults(pipeline, prefix, [alone]),
      putResults(pipeline, prefix, [beside, other]),
    ]),
    results.put(`results/canary/${alone.id}.json`, Buffer.from('{}'), { contentType: 'application/json' }),
    recordDeadLetter(
      pipeline,
      'archive',
      finishable('archive', { source: SOURCE, body: await givenPointer(pipeline, true) }),
    ),
  ]);
  // It says that it is not all: messages that were never ours are dead letters too, and nobody can tell whose they are.
  await hooksEnding(1, ['erase', '--source', SOURCE, '--where', 'id', '--reason', 'A test', '--yes']);
  await until('a record is erased that others have written meanwhile', async () => {
    const id = await recordDeadLetter(pipeline, 'archive', finishable('archive', { source: SOURCE }));
    const erase = { erasure: newId(), sources: [SOURCE], all: true, reason: 'A test' };
    const ask = () => invoke('erase', { erase });
    await proxy.holding('DynamoDB.DeleteItem', ask, () => touch(pipeline, `archive/${id}`));
    // Whoever asks for it again is told what it did.
    await ask();
    return pipeline.hasCalled('erase', 'dynamodb:GetItem');
  });
}

/** As a worker keeps what it made of a batch. */
async function putResults({ results }: WatchedPipeline, prefix: string, events: readonly Event[]): Promise<void> {
  const lines = events.map(({ id }) => JSON.stringify({ eventId: id, retentionDays: RETENTION_DAYS, value: {} }));
  const key = `${hourFolder(prefix, events[0]?.receivedAt ?? '')}${systemIds.unique()}.ndjson.gz`;
  await results.put(key, gzipSync(`${lines.join('\n')}\n`), { contentType: 'application/x-ndjson' });
}
