import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createVirtualScheduler } from '../engine/virtual-scheduler.ts';
import { createSeededTroubles } from '../engine/seeded-troubles.ts';
import { TROUBLES } from '../scenario.ts';
import type { Received, SimulatedQueue, World } from '../world/world.ts';
import { startEventSourceMapping } from './event-source-mapping.ts';
import type { Outcome } from './function-pool.ts';
import type { MappingSettings } from './topology.ts';

const answering = (...messageIds: readonly string[]): Outcome<SQSBatchResponse> => ({
  ending: 'answered',
  answer: { batchItemFailures: messageIds.map((itemIdentifier) => ({ itemIdentifier })) },
});

/** A queue of m0, m1, … and a function that is always answered so. */
async function mapped(count: number, outcome: Outcome<SQSBatchResponse>, settings: Partial<MappingSettings> = {}) {
  const waiting = Array.from({ length: count }, (_, index) => ({ messageId: `m${index}`, receiptHandle: `r${index}` }));
  const removed: string[] = [];
  const batches: number[] = [];
  let [underWay, underWayMax] = [0, 0];
  const scheduler = createVirtualScheduler(0);
  const queue = {
    receive: (countMax: number) =>
      waiting
        .splice(0, countMax)
        .map((one) => ({ ...one, body: '', attributes: {}, receives: 1 }) as unknown as Received),
    remove: (receiptHandle: string) => void removed.push(receiptHandle),
    onMessages: () => undefined,
  } as unknown as SimulatedQueue;
  const invoke = ({ Records }: SQSEvent) => {
    batches.push(Records.length);
    underWay += 1;
    underWayMax = Math.max(underWayMax, underWay);
    return new Promise<Outcome<SQSBatchResponse>>((resolve) => {
      scheduler.after(100, () => {
        underWay -= 1;
        resolve(outcome);
      });
    });
  };
  const troubles = createSeededTroubles({ seed: 1, without: TROUBLES, troublesMax: 0 });
  startEventSourceMapping(
    {
      functionName: 'f',
      queue: 'q',
      queueArn: 'arn:q',
      batchSize: 10,
      windowMs: 0,
      concurrencyMax: 2,
      reportsItemFailures: true,
      ...settings,
    },
    {
      world: { scheduler, troubles } as unknown as World,
      queue,
      pool: { invoke, deploy: () => undefined, underWay: () => underWay },
    },
  );
  await scheduler.run(() => false, 60_000);
  return { removed, batches, underWayMax };
}

test('deletes what was not reported back', async () => {
  const { removed } = await mapped(3, answering('m1'));

  expect(removed).toEqual(['r0', 'r2']);
});

test.each([
  ['an unknown id', answering('m1', 'nobody')],
  ['an empty id', answering('')],
  ['a throw', { ending: 'threw', error: new Error('oh') } as const],
  ['a death', { ending: 'died' } as const],
  ['a time-out', { ending: 'timed-out' } as const],
])('deletes nothing of the batch after %s', async (_, outcome) => {
  const { removed } = await mapped(3, outcome);

  expect(removed).toEqual([]);
});

test('works on batches of the size that the row says, and on no more at once', async () => {
  const { batches, underWayMax } = await mapped(45, answering());

  expect(batches).toEqual([10, 10, 10, 10, 5]);
  expect(underWayMax).toBe(2);
});

test('waits for its window when a batch is not full', async () => {
  const { batches } = await mapped(3, answering(), { windowMs: 20_000 });

  expect(batches).toEqual([3]);
});
