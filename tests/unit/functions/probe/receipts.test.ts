// Whatever the probe sends back is receipted, as every other replay is.
import { givenProbe, START_MS } from './given-probe.ts';

const START = new Date(START_MS).toISOString();
const WHO = { unproven: true, requestId: 'request-1' };

async function givenWaiting(state: 'open' | 'draining', count: number) {
  const world = givenProbe();
  await world.putBreaker({ state });
  for (let number = 10; number < 10 + count; number += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one older than the other
    await world.putDeadLetter(`e${number}`);
  }
  return world;
}

test('the one that goes back as a probe has a receipt, which says what for', async () => {
  const world = await givenWaiting('open', 2);
  await world.tick();
  const [receipt, ...others] = world.receipts();
  expect(others).toEqual([]);
  expect(receipt).toEqual({
    v: 1,
    run: expect.stringMatching(/^0+1$/) as unknown,
    state: 'finished',
    who: WHO,
    startedAt: START,
    updatedAt: START,
    finishedAt: START,
    request: {
      kind: 'probe',
      from: 'forward',
      ids: ['e10'],
      destination: 'erp',
      reason: 'To see whether erp takes events again',
    },
    matched: 1,
    succeeded: 1,
    skipped: 0,
    failed: 0,
    pages: 1,
    invocations: [{ requestId: 'request-1', who: WHO, startedAt: START }],
  });
  expect(world.outcomes(receipt!.run)).toEqual([{ id: 'forward/e10', outcome: 'replayed' }]);
  expect((await world.deadLetters.get('forward/e10'))?.record).toMatchObject({ run: receipt?.run });
});

test('a drain has one receipt, however many seconds it takes', async () => {
  const world = await givenWaiting('draining', 25);
  await world.tick();
  expect(world.receipts()).toEqual([
    expect.objectContaining({
      state: 'finished',
      finishedAt: new Date(START_MS + 2500).toISOString(),
      request: { kind: 'probe', from: 'forward', destination: 'erp', reason: 'erp takes events again' },
      succeeded: 25,
      pages: 1,
    }),
  ]);
  expect(world.outcomes(world.receipts()[0]!.run)).toEqual(
    Array.from({ length: 25 }, (_, index) => ({ id: `forward/e${index + 10}`, outcome: 'replayed' })),
  );
  expect(world.results.calls).toHaveLength(3);
});

test.each(['open', 'draining'] as const)('a tick with nothing to send leaves none (%s)', async (state) => {
  const world = await givenWaiting(state, 0);
  await world.putDeadLetter('of-another', { failure: { destination: 'crm' } });
  await world.putDeadLetter('held', { state: 'replaying', claimedUntil: new Date(START_MS + 60_000).toISOString() });
  await world.tick();
  expect(world.results.calls).toEqual([]);
});

test.each(['open', 'draining'] as const)('it is stored before anything is sent (%s)', async (state) => {
  const world = await givenWaiting(state, 1);
  const begun: unknown[] = [];
  const sendAll = world.queue.sendAll.bind(world.queue);
  world.queue.sendAll = async (messages) => {
    begun.push(...world.receipts());
    return sendAll(messages);
  };
  await world.tick();
  expect(begun).toEqual([expect.objectContaining({ state: 'running', matched: 0, pages: 0 })]);
  expect(world.receipts()).toEqual([expect.objectContaining({ state: 'finished', matched: 1, pages: 1 })]);
});

test.each(['open', 'draining'] as const)('without it nothing is sent, and a later tick goes on (%s)', async (state) => {
  const world = await givenWaiting(state, 1);
  world.results.failWith(new Error('S3 is gone'));
  await world.tick();
  expect(world.sent()).toEqual([]);
  expect(world.log.lines).toEqual([
    expect.objectContaining({ level: 'error', message: 'A destination could not be probed' }),
  ]);
  world.results.failWith(undefined);
  // The breaker's wait, or the lease, has passed by then.
  world.clock.advance(61_000);
  await world.tick();
  expect(world.sent()).toEqual(['body of e10']);
});

test('a drain that the destination ends is unfinished, and says what it had sent', async () => {
  const world = await givenWaiting('draining', 30);
  const sendAll = world.queue.sendAll.bind(world.queue);
  world.queue.sendAll = async (messages) => {
    await world.putBreaker({ state: 'open', untilMs: START_MS + 60_000 });
    return sendAll(messages);
  };
  await world.tick();
  expect(world.receipts()).toEqual([expect.objectContaining({ state: 'unfinished', succeeded: 10 })]);
});

test('a drain that fails half-way leaves a receipt of what it had sent', async () => {
  const world = await givenWaiting('draining', 30);
  const getMany = world.letters.getMany.bind(world.letters);
  let reads = 0;
  world.letters.getMany = async (ids) => {
    reads += 1;
    if (reads === 2) throw new Error('the table is gone');
    return getMany(ids);
  };
  await world.tick();
  const [receipt, ...others] = world.receipts();
  expect(others).toEqual([]);
  expect(receipt).toMatchObject({ state: 'unfinished', succeeded: 10 });
});

test('what the queue refuses is told by its redacted reason, in the receipt and once in the log', async () => {
  const world = await givenWaiting('draining', 3);
  world.queue.failWith(new Error('refused: token=tok_live_1234567890abcdef'));
  await world.tick();
  expect(world.receipts()).toEqual([
    expect.objectContaining({ succeeded: 0, failed: 3, failedBecause: { 'refused: token=…': 3 } }),
  ]);
  expect(world.log.lines.map(({ level, message }) => `${level} ${message}`)).toEqual([
    'error Dead letters could not be replayed',
  ]);
  expect(world.log.text() + JSON.stringify(world.receipts())).not.toContain('tok_live');
});
