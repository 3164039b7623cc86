import { createHmac } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { hourFolder } from '#shared/archive/hour-folder.ts';
import { checkInBody } from '#shared/messages/body.ts';
import { erasureKey } from '#shared/messages/erase-request.ts';
import { writeEvent } from '#shared/messages/event.ts';
import { archiveText, nameAt } from '../../../support/given-archive.ts';
import { givenDeadLetter } from '../../../support/given-dead-letters.ts';
import { givenDelivery, givenEvent } from '../../../support/given-messages.ts';
import { givenErasure } from './given-erasure.ts';

const ADA = "email == 'ada@example.com'";
const HOUR = '2026-01-02T03:04:05.678Z';
const ada = { id: 'a1', email: 'ada@example.com' };
type Erasure = ReturnType<typeof givenErasure>;

function prepend(prefix: string, line: string, { results }: Erasure) {
  const key = [...results.stored.keys()].find((one) => one.startsWith(prefix))!;
  const text = gunzipSync(results.stored.get(key)!.bytes).toString();
  results.stored.set(key, { bytes: gzipSync(`${line}\n${text}`) });
}

test.each([{ dryRun: true }, {}])(
  'a value in double quotes is refused, with %j, and neither kept nor logged',
  async (how) => {
    const erasure = givenErasure();
    await erasure.put([{ id: 'b1', email: 'bob@example.com' }]);
    const asked = erasure.erase({ where: 'customer.email == "ada@example.com"', ...how });
    await expect(asked).rejects.toThrow(/single quotes .* or backticks/);
    expect(erasure.results.stored.has(erasureKey('erasure-1'))).toBe(false);
    expect(JSON.stringify(erasure.log.lines)).not.toContain('ada@');
  },
);

test.each([
  ['archive/', 'no json', 1],
  ['archive/', '{"half', 1],
  ['ledger/date=', 'id,amount', 0],
  ['ledger/date=', '["own format"]', 0],
])('in %s a line %s that nobody can read stays, and stops nothing', async (prefix, line, unreadable) => {
  const erasure = givenErasure();
  await erasure.put([ada]);
  prepend(prefix, line, erasure);
  expect(await erasure.erase({ where: ADA })).toMatchObject({
    state: 'finished',
    archiveLines: 1,
    events: 1,
    unreadable,
  });
  expect(erasure.kept().filter((kept) => kept.includes(line))).toHaveLength(1);
});

test('what workers make of it late is erased by erasing again', async () => {
  const erasure = givenErasure();
  await erasure.put([ada, { id: 'b1', email: 'bob@example.com' }]);
  const late = [...erasure.results.stored].filter(([key]) => /^ledger\/date=|^results\/mail\/a1/.test(key));
  for (const [key] of late) erasure.results.stored.delete(key);
  await erasure.erase({ where: ADA });
  for (const [key, stored] of late) erasure.results.stored.set(key, stored);
  expect(await erasure.erase({ sources: ['other'], all: true, erasure: 'erasure-2' })).toMatchObject({ results: 0 });
  expect(await erasure.erase({ where: ADA, dryRun: true })).toMatchObject({ events: 1, results: 2 });
  expect(await erasure.erase({ where: ADA, erasure: 'erasure-3' })).toMatchObject({ events: 1, results: 2 });
  expect(erasure.kept().filter((kept) => kept.includes('a1'))).toEqual(['ledger/entries/a1.json']);
  expect(erasure.kept().filter((kept) => kept.includes('"eventId":"b1"'))).toHaveLength(1);
});

test('however many results an hour has, a call ends in time, and repeated calls come to an end', async () => {
  const erasure = givenErasure();
  await erasure.put([ada]);
  const line = gzipSync('{"v":1,"eventId":"b","value":{}}\n');
  for (let index = 100; index < 400; index += 1) {
    const name = nameAt('2026-01-02T12:00:00.000Z', index);
    erasure.results.stored.set(`${hourFolder('ledger/', HOUR)}${name}`, { bytes: line });
  }
  const calls: number[] = [];
  let state = 'unfinished';
  while (state === 'unfinished' && calls.length < 50) {
    const before = erasure.results.calls.length;
    // The time is over as soon as a page has begun.
    ({ state } = await erasure.erase({ where: ADA }, [300_000, 300_000, 0]));
    calls.push(erasure.results.calls.length - before);
  }
  expect(state).toBe('finished');
  expect(Math.max(...calls)).toBeLessThan(150);
  expect(erasure.kept().filter((kept) => kept.includes('a1'))).toEqual(['ledger/entries/a1.json']);
});

async function givenArray(erasure: Erasure) {
  const array = JSON.stringify([{ email: 'ada@example.com' }, { email: 'bob@example.com' }]);
  const signedBody = await checkInBody(Buffer.from(array), 'shop/d1', erasure.results);
  const putLetter = async (id: string, pointer: string) => {
    const events = [{ id, type: 'x', pointer }];
    const delivery = givenDelivery({ id: 'd1', source: 'shop', receivedAt: HOUR, body: signedBody, events });
    const named = { worker: 'dispatch', eventId: `d1.${id}`, source: 'shop', receivedAt: HOUR };
    await erasure.store.put(givenDeadLetter({ ...named, body: JSON.stringify(delivery) }), 'absent');
  };
  const archive = async () => {
    const event = givenEvent({
      id: 'a1',
      source: 'shop',
      deliveryId: 'd1',
      receivedAt: HOUR,
      body: { text: '{"email":"ada@example.com"}' },
      element: { index: 0, pointer: '/0', signedBody },
    });
    const bytes = gzipSync(`${await archiveText(event, erasure.results)}\n`);
    erasure.results.stored.set(`${hourFolder('archive/', HOUR)}${nameAt(HOUR, 1)}`, { bytes });
  };
  return { signedBody, putLetter, archive };
}

test('the signed body of an array stays while a dead letter of dispatch needs it, and goes by erasing again', async () => {
  const erasure = givenErasure();
  const { signedBody, putLetter, archive } = await givenArray(erasure);
  await archive();
  await putLetter('b1', '/1');
  expect(await erasure.erase({ ids: ['a1'] })).toMatchObject({ events: 1, bodiesKept: 1, claimChecks: 0 });
  expect(erasure.results.stored.has(signedBody.key)).toBe(true);
  erasure.table.items.clear();
  expect(await erasure.erase({ ids: ['a1'], erasure: 'erasure-2' })).toMatchObject({ bodiesKept: 0, claimChecks: 1 });
  expect(erasure.results.stored.has(signedBody.key)).toBe(false);
});

test('of two messages of one array the one that stays keeps what it needs, and both together need nothing', async () => {
  const erasure = givenErasure();
  const { signedBody, putLetter } = await givenArray(erasure);
  await putLetter('a1', '/0');
  await putLetter('b1', '/1');
  await erasure.erase({ ids: ['a1'] });
  expect([...erasure.table.items.keys()]).toEqual(['dispatch/d1.b1']);
  expect(erasure.results.stored.has(signedBody.key)).toBe(true);
  await erasure.erase({ ids: ['b1'], erasure: 'erasure-2' });
  expect(erasure.results.stored.has(signedBody.key)).toBe(false);
});

test('the signed body of an array that has just come stays: its other events may wait on the queue', async () => {
  const erasure = givenErasure({ now: '2026-01-02T04:20:00.000Z' });
  const { archive } = await givenArray(erasure);
  await archive();
  expect(await erasure.erase({ ids: ['a1'] })).toMatchObject({ events: 1, bodiesKept: 1, claimChecks: 0 });
});

test('a dead letter whose state changes while it looks is erased', async () => {
  let hasMoved = false;
  const erasure = givenErasure({
    aroundPage: (store) => async (query) => {
      const page = await store.page(query);
      if (query.worker === 'mail' && query.state === 'open' && !hasMoved) {
        hasMoved = true;
        // A run had it, and gives it back behind the back of whoever reads.
        const { record, revision } = (await store.get('mail/a1'))!;
        await store.put({ ...givenDeadLetter(), ...record, state: 'open' }, revision);
      }
      return page;
    },
  });
  const event = givenEvent({ id: 'a1', source: 'shop', receivedAt: HOUR, body: { text: JSON.stringify(ada) } });
  const named = { worker: 'mail', eventId: 'a1', source: 'shop', receivedAt: HOUR, state: 'replaying' as const };
  await erasure.store.put(givenDeadLetter({ ...named, body: writeEvent(event) }), 'absent');
  const answer = await erasure.erase({ where: ADA });
  expect([hasMoved, answer.state, answer.deadLetters, answer.isUnsettled]).toEqual([true, 'finished', 1, undefined]);
  expect(erasure.table.items.size).toBe(0);
});

test('dead letters that nobody can name are counted once, and those of other sources are not', async () => {
  const erasure = givenErasure();
  await erasure.put([{ ...ada, isDeadLetter: true }]);
  for (const [eventId, source] of [
    ['x', undefined],
    ['y', 'shop'],
    ['z', 'other'],
  ] as const) {
    const { source: _, receivedAt: _at, ...unnamed } = givenDeadLetter({ worker: 'mail', eventId, body: 'no json' });
    await erasure.store.put({ ...unnamed, ...(source !== undefined && { source }) }, 'absent');
  }
  expect(await erasure.erase({ where: ADA })).toMatchObject({ unreadable: 2, deadLetters: 1 });
  expect(await erasure.erase({ where: ADA, dryRun: true })).toMatchObject({ unreadable: 2, deadLetters: 0 });
});

test('results of workers that are gone are erased as well', async () => {
  const erasure = givenErasure();
  await erasure.put([ada]);
  const [batch, event] = [`${hourFolder('results/gone/', HOUR)}${nameAt(HOUR, 1)}`, 'results/went/a1.json'];
  erasure.results.stored.set(batch, { bytes: gzipSync('{"v":1,"eventId":"a1","value":{}}\n') });
  erasure.results.stored.set(event, { bytes: Buffer.from('{}') });
  expect(await erasure.erase({ where: ADA })).toMatchObject({ results: 4 });
  expect([batch, event].filter((key) => erasure.results.stored.has(key))).toEqual([]);
});

test('a receipt confirms no guess at whom it was about', async () => {
  const erasure = givenErasure();
  await erasure.put([ada]);
  await erasure.erase({ where: ADA }, [300_000, 0]);
  const read = () => JSON.parse(erasure.results.stored.get(erasureKey('erasure-1'))!.bytes.toString());
  const { salt, hmac } = read().request;
  const asked = JSON.stringify([{ sources: ['shop'] }, ADA, 'somebody asked']);
  expect(createHmac('sha256', salt).update(asked).digest('hex')).toBe(hmac);
  await expect(erasure.erase({ where: "email == 'bob'" })).rejects.toThrow('asked for something else');
  await erasure.erase({ where: ADA });
  expect(read()).toMatchObject({ state: 'finished' });
  expect(read().request).toBeUndefined();
  await expect(erasure.erase({ ids: ['b1'] })).rejects.toThrow('asked for something else');
});
