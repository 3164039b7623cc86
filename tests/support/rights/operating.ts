import { once } from 'node:events';
import { receiptKey } from '#shared/messages/receipt.ts';
import { startHooks } from '../start-hooks.ts';
import { FINGERPRINT, finishable, givenPointer, newId, recordDeadLetter, sendDeadLetter, touch } from './given-work.ts';
import { until, type WatchedPipeline } from './pipeline-under-watch.ts';
import type { Received } from './receiving.ts';
import type { RefusingProxy } from './refusing-proxy.ts';

const HOUR_MS = 3_600_000;

/** What operators look at. */
export async function look(pipeline: WatchedPipeline, received: Received): Promise<void> {
  const { invoke, hooks } = pipeline;
  const [there, gone] = await Promise.all(
    [true, false].map(async (isThere) =>
      recordDeadLetter(pipeline, 'archive', finishable('archive', { body: await givenPointer(pipeline, isThere) })),
    ),
  );
  await Promise.all([
    hooks('status'),
    hooks('canary'),
    tail(pipeline),
    invoke('inspect', { list: { from: 'archive', all: true } }),
    invoke('inspect', { groups: {} }),
    invoke('inspect', { show: { id: there, body: true } }),
    invoke('inspect', { show: { id: gone, body: true } }),
    ...Object.values(received).map((id: string) => invoke('inspect', { trace: { id } })),
    // Of these two nobody sees a body: the second one's is gone.
    invoke('replay', { replay: { from: 'archive', fingerprints: [FINGERPRINT], where: 'id', dryRun: true } }),
    invoke('replay', { replay: { from: 'archive', all: true, dryRun: true } }),
    invoke('replay', { replay: { from: 'forward', all: true, dryRun: true } }),
    invoke('measure', {}),
  ]);
}

async function tail(pipeline: WatchedPipeline): Promise<void> {
  const tailing = startHooks(pipeline.localDir, ['tail', '--since', '1m', '--json']);
  tailing.stdout.resume();
  tailing.stderr.resume();
  await pipeline.awaitCall('operator', 'logs:FilterLogEvents');
  tailing.kill('SIGINT');
  await once(tailing, 'close');
}

/** What they do about it, and what they then see of that. */
export async function act(pipeline: WatchedPipeline): Promise<void> {
  const { invoke } = pipeline;
  const between = { from: new Date(Date.now() - HOUR_MS).toISOString() };
  const run = newId();
  expect(await invoke('replay', { backfill: { run, to: 'archive', between, reason: 'A test' } })).toMatchObject({
    state: 'finished',
  });
  await invoke('inspect', { runs: { limit: 20 } });
  await invoke('inspect', { run: { run, page: 1 } });
  await invoke('replay', { resume: { run } });
  // Of no run anything is told.
  await expect(invoke('replay', { resume: { run: newId() } })).rejects.toThrow('replay failed');
  await abort(pipeline);
}

/** One that would take half a minute. */
async function abort(pipeline: WatchedPipeline): Promise<void> {
  const { invoke, hooks, results } = pipeline;
  const run = newId();
  const ids = await Promise.all([1, 2, 3, 4].map(() => recordDeadLetter(pipeline, 'archive', finishable('archive'))));
  const going = invoke('replay', { replay: { run, from: 'archive', ids, perSecond: 0.1, reason: 'A test' } });
  await until('the run is under way', async () => (await results.get(receiptKey(run))) !== 'missing');
  await hooks('runs', 'abort', run, '--reason', 'A test');
  expect(await going).toMatchObject({ state: 'aborted' });
}

/** Dead letters that the keeper has not taken yet: one is sent back, the other one shown again. */
export async function drainQueues(pipeline: WatchedPipeline, everyone: readonly string[]): Promise<void> {
  await pipeline.hooks('workers', 'pause', 'keeper');
  await Promise.all(
    everyone.map(async (from) => {
      const [first] = await Promise.all([sendDeadLetter(pipeline, from), sendDeadLetter(pipeline, from)]);
      await pipeline.invoke('replay', { replay: { from, all: true, via: 'queue', dryRun: true } });
      const replay = { from, ids: [first], via: 'queue', reason: 'The keeper is paused' };
      expect(await pipeline.invoke('replay', { replay })).toMatchObject({ succeeded: 1 });
    }),
  );
  await pipeline.hooks('workers', 'resume', 'keeper');
}

/** While a run sends a dead letter back somebody else writes its record. */
export async function closeAfterOthers(pipeline: WatchedPipeline, proxy: RefusingProxy): Promise<void> {
  await until('a run closes what others have written', async () => {
    const id = await recordDeadLetter(pipeline, 'archive', finishable('archive'));
    await proxy.holding(
      'SQS.SendMessageBatch',
      () => pipeline.invoke('replay', { replay: { from: 'archive', ids: [id], reason: 'A test' } }),
      () => touch(pipeline, `archive/${id}`),
    );
    return pipeline.hasCalled('replay', 'dynamodb:PutItem');
  });
}
