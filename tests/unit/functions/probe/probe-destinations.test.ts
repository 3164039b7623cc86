import type { Breaker } from '#shared/breakers/breaker.ts';
import { givenProbe, START_MS } from './given-probe.ts';

test.each<[string, Partial<Breaker>]>([
  ['open whose wait has passed', { state: 'open', untilMs: START_MS }],
  ['half-open to which no event came', { state: 'half-open', untilMs: START_MS }],
  ['probing whose probe has died', { state: 'probing', untilMs: START_MS }],
])('a breaker %s is half-open now, and one dead letter goes back', async (_what, breaker) => {
  const world = givenProbe();
  await world.putBreaker(breaker);
  await world.putDeadLetter('e1');
  await world.putDeadLetter('e2');
  expect(await world.tick()).toEqual({ breakers: 1 });
  expect(await world.breaker()).toMatchObject({ state: 'half-open', untilMs: START_MS + 60_000 });
  expect(world.queue.sent).toEqual([
    {
      body: 'body of e1',
      attributes: { type: 'a', replay: expect.stringMatching(/"run":"0+1","count":1/) },
      group: 'replays',
    },
  ]);
});

test.each<[string, Partial<Breaker>]>([
  ['open', { state: 'open', untilMs: START_MS + 1 }],
  ['half-open', { state: 'half-open', untilMs: START_MS + 1 }],
  ['probing', { state: 'probing', untilMs: START_MS + 1 }],
])('a breaker %s that still has time is left alone', async (_what, breaker) => {
  const world = givenProbe();
  await world.putBreaker(breaker);
  await world.putDeadLetter('e1');
  const before = await world.breaker();
  await world.tick();
  expect(await world.breaker()).toEqual(before);
  expect(world.sent()).toEqual([]);
});

test('without a breaker nothing is sent and the dead letters are not even looked for', async () => {
  const world = givenProbe();
  await world.putDeadLetter('e1');
  expect(await world.tick()).toEqual({ breakers: 0 });
  expect(world.sent()).toEqual([]);
  expect(world.letters.calls.filter((call) => call.startsWith('query'))).toEqual([]);
});

test('without a dead letter the next event is the probe', async () => {
  const world = givenProbe();
  await world.putBreaker({ state: 'open' });
  await world.tick();
  expect(await world.breaker()).toMatchObject({ state: 'half-open' });
  expect(world.sent()).toEqual([]);
});

test('only what waits for this destination and nothing else goes back, also from a run that died', async () => {
  const world = givenProbe();
  await world.putBreaker({ state: 'draining' });
  await world.putDeadLetter('other-destination', { failure: { destination: 'crm' } });
  await world.putDeadLetter('refused', { failure: { class: 'gave-up' } });
  await world.putDeadLetter('discarded', { state: 'discarded' });
  const ahead = new Date(START_MS + 60_000).toISOString();
  await world.putDeadLetter('held', { state: 'replaying', claimedUntil: ahead });
  await world.putDeadLetter('left-behind', { state: 'replaying', claimedUntil: new Date(START_MS - 1).toISOString() });
  await world.putDeadLetter('open');
  await world.tick();
  expect(world.sent()).toEqual(['body of open', 'body of left-behind']);
});

test('a record that this code cannot read does not keep the others from going back, and is told', async () => {
  const world = givenProbe();
  await world.putBreaker({ state: 'open', untilMs: START_MS });
  await world.putDeadLetter('newer', {});
  await world.putDeadLetter('readable', {});
  const { item, revision } = world.letters.items.get('forward/newer')!;
  world.letters.items.set('forward/newer', { item: { ...(item as object), v: 2 }, revision });
  await world.tick();
  expect(world.sent()).toEqual(['body of readable']);
  expect(world.log.lines).toContainEqual({
    level: 'warn',
    message: 'Dead letters were left out that this code cannot read',
    fields: { worker: 'forward', destination: 'erp', count: 1 },
  });
});

describe('draining', () => {
  test('sends back as many a second as the destination wants, the oldest first', async () => {
    const world = givenProbe();
    await world.putBreaker({ state: 'draining' });
    for (let count = 10; count < 35; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one older than the other
      await world.putDeadLetter(`e${count}`);
      world.clock.advance(1);
    }
    await world.tick();
    expect(world.sent()).toEqual(Array.from({ length: 25 }, (_, index) => `body of e${index + 10}`));
    expect(world.pauses).toEqual([1000, 1000, 500]);
  });

  test('stops when its time is over, and the next tick goes on', async () => {
    const world = givenProbe();
    await world.putBreaker({ state: 'draining', untilMs: START_MS + 900_000 });
    await Promise.all(Array.from({ length: 700 }, (_, index) => world.putDeadLetter(`e${index}`)));
    await world.tick();
    expect(world.sent()).toHaveLength(500);
    expect(await world.breaker()).not.toHaveProperty('leaseUntilMs');
    world.clock.advance(10_000);
    await world.tick();
    expect(new Set(world.sent()).size).toBe(700);
    expect(world.sent()).toHaveLength(700);
  });

  test('stops as soon as the destination is down again, and leaves that as it is', async () => {
    const world = givenProbe();
    await world.putBreaker({ state: 'draining' });
    await Promise.all(Array.from({ length: 30 }, (_, index) => world.putDeadLetter(`e${index}`)));
    const sendAll = world.queue.sendAll.bind(world.queue);
    world.queue.sendAll = async (messages) => {
      await world.putBreaker({ state: 'open', untilMs: START_MS + 60_000 });
      return sendAll(messages);
    };
    await world.tick();
    expect(world.sent()).toHaveLength(10);
    expect(await world.breaker()).toMatchObject({ state: 'open', untilMs: START_MS + 60_000 });
  });

  test.each([
    ['while dead letters may still be on their way', START_MS + 1, true],
    ['no longer once nothing has waited for long enough', START_MS, false],
  ])('keeps its record %s', async (_what, untilMs, isKept) => {
    const world = givenProbe();
    await world.putBreaker({ state: 'draining', untilMs });
    await world.tick();
    expect((await world.breaker()) !== undefined).toBe(isKept);
  });

  test('keeps its record while another run holds one of its dead letters', async () => {
    const world = givenProbe();
    await world.putBreaker({ state: 'draining' });
    const claimedUntil = new Date(START_MS + 60_000).toISOString();
    await world.putDeadLetter('held', { state: 'replaying', claimedUntil });
    await world.tick();
    expect(await world.breaker()).toMatchObject({ state: 'draining' });
    world.clock.advance(60_001);
    await world.tick();
    expect(world.sent()).toEqual(['body of held']);
    await world.tick();
    expect(await world.breaker()).toBeUndefined();
  });

  test('by two ticks at once sends nothing twice and no faster', async () => {
    const world = givenProbe();
    await world.putBreaker({ state: 'draining' });
    await Promise.all(Array.from({ length: 20 }, (_, index) => world.putDeadLetter(`e${index}`)));
    await Promise.all([world.tick(), world.tick()]);
    expect(world.sent()).toHaveLength(20);
    expect(world.pauses).toEqual([1000, 1000]);
  });

  test('goes on when the lease of a tick that died has passed', async () => {
    const world = givenProbe();
    await world.putBreaker({ state: 'draining', leaseUntilMs: START_MS + 61_000 });
    await world.putDeadLetter('e1');
    await world.tick();
    expect(world.sent()).toEqual([]);
    world.clock.advance(61_000);
    await world.tick();
    expect(world.sent()).toEqual(['body of e1']);
  });

  test('sends nothing while the entry of the destination is invalid', async () => {
    const world = givenProbe({ erp: 'invalid' });
    await world.putBreaker({ state: 'draining' });
    await world.putDeadLetter('e1');
    await world.tick();
    expect(world.sent()).toEqual([]);
  });
});

test.each(['open', 'half-open', 'probing'] as const)(
  'a breaker %s waits for the correction of an invalid entry, whose events would only use up their attempts',
  async (state) => {
    const world = givenProbe({ erp: 'invalid' });
    await world.putBreaker({ state });
    await world.putDeadLetter('e1');
    const before = await world.breaker();
    expect(await world.tick()).toEqual({ breakers: 1 });
    expect(world.sent()).toEqual([]);
    expect(await world.breaker()).toEqual(before);
  },
);

test('a destination that is no longer configured keeps its dead letters for an operator', async () => {
  const world = givenProbe({});
  await world.putBreaker({ state: 'open' });
  await world.putDeadLetter('e1');
  expect(await world.tick()).toEqual({ breakers: 0 });
  expect(world.sent()).toEqual([]);
});

test('what fails for one destination is told and does not keep the tick from the others', async () => {
  const entry = { url: 'https://a.test/', secrets: ['whsec_c2VjcmV0'], timeoutSeconds: 10, replaysPerSecond: 10 };
  const world = givenProbe({ crm: entry, erp: entry });
  await world.putBreaker({ state: 'open', destination: 'crm', id: 'forward/breakers/crm' });
  await world.putBreaker({ state: 'open' });
  await world.putDeadLetter('e1');
  const put = world.markers.put.bind(world.markers);
  world.markers.put = async (item, expected) => {
    if (item.id.endsWith('crm')) throw new Error('throttled');
    return put(item, expected);
  };
  await world.tick();
  expect(world.sent()).toEqual(['body of e1']);
  expect(world.log.lines).toContainEqual(
    expect.objectContaining({ level: 'error', fields: expect.objectContaining({ destination: 'crm' }) as unknown }),
  );
});
