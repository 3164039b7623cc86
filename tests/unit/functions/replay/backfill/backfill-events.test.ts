import { readReplayMark } from '#shared/messages/replay-mark.ts';
import { readBody } from '#shared/messages/body.ts';
import { messageBytes } from '#shared/messages/message-bytes.ts';
import { chooseEvents } from '../../../../../functions/replay/backfill/choose-events.ts';
import { collect } from '../../../../support/collect.ts';
import { archiveText, givenArchived, nameAt, putLines } from '../../../../support/given-archive.ts';
import { givenEvent } from '../../../../support/given-messages.ts';
import { continuedBy, tracedBy } from '#shared/messages/traceparent.ts';
import { TRACEPARENT } from '../../../../support/ports.ts';
import { givenBackfill, span } from './given-backfill.ts';

const at = (id: string, receivedAt: string) => givenEvent({ id, receivedAt });
const bodyOf = (json: unknown) => ({ body: { text: JSON.stringify(json) } });

test('each archived event is chosen once, however often and wherever it was archived', async () => {
  const { results, ids } = givenBackfill();
  await givenArchived(results, [givenEvent({ id: 'a' }), givenEvent({ id: 'b' }), givenEvent({ id: 'a' })]);
  await givenArchived(results, [givenEvent({ id: 'b' }), givenEvent({ id: 'c' })]);
  await givenArchived(results, [givenEvent({ id: 'a', receivedAt: '2026-01-02T05:00:00.000Z' })]);
  expect(await ids()).toEqual(['archive/a', 'archive/b', 'archive/c']);
});

test('only what was received in the span is chosen, and without an end what was received before the run began', async () => {
  const events = [at('a', '2026-01-02T03:00:00.000Z'), at('b', '2026-01-02T03:30:00.000Z')];
  const between = { from: '2026-01-02T03:00:00Z', until: '2026-01-02T03:30:00Z' };
  const [bounded, open] = [givenBackfill({ between }), givenBackfill()];
  for (const { results } of [bounded, open]) {
    await givenArchived(results, events);
    await givenArchived(results, [at('late', '2026-01-02T09:00:00.000Z')], '2026-01-02T08:59:00.000Z');
  }
  expect(await bounded.ids()).toEqual(['archive/a']);
  expect(await open.ids()).toEqual(['archive/a', 'archive/b']);
});

test.each([
  [{ sources: ['shop'] }, ['archive/a']],
  [{ types: ['x.y', 'z'] }, ['archive/b']],
  [{ ids: ['c', 'a'] }, ['archive/a', 'archive/c']],
  [{ where: 'amount > `100`' }, ['archive/a', 'archive/c']],
  [{ where: 'amount > `100`', sources: ['shop'] }, ['archive/a']],
])('%j is what must hold', async (filter, expected) => {
  const { results, ids } = givenBackfill(filter);
  await givenArchived(results, [
    givenEvent({ id: 'a', source: 'shop', ...bodyOf({ amount: 101 }) }),
    givenEvent({ id: 'b', type: 'x.y', ...bodyOf({ amount: 100 }) }),
    givenEvent({ id: 'c', ...bodyOf({ amount: 1e9 }) }),
    givenEvent({ id: 'd', contentType: 'text/plain', body: { text: 'amount=200' } }),
  ]);
  expect(await ids()).toEqual(expected);
});

test('an event that was named and is not met is told as skipped, and the others are not', async () => {
  const { results, choose, settled } = givenBackfill({ ids: ['a', 'nowhere'] });
  await givenArchived(results, [givenEvent({ id: 'a' }), givenEvent({ id: 'b' })]);
  await choose();
  expect(settled).toMatchObject([{ id: 'archive/nowhere', outcome: 'skipped' }]);
});

test('a worker gets what its row subscribes it to, and the rest only where that is asked for', async () => {
  const [subscribed, all] = [givenBackfill({ to: 'ledger' }), givenBackfill({ to: 'ledger', unsubscribed: true })];
  for (const { results } of [subscribed, all]) {
    await givenArchived(results, [
      givenEvent({ id: 'a' }),
      givenEvent({ id: 'b', type: 'order/paid' }),
      givenEvent({ id: 'c', type: 'ping' }),
    ]);
  }
  expect(await subscribed.ids()).toEqual(['ledger/a', 'ledger/b']);
  expect(await all.ids()).toEqual(['ledger/a', 'ledger/b', 'ledger/c']);
});

test('what is sent is the event as the topic delivered it, with the mark of the run, in the group of the replays', async () => {
  const { results, choose, action, queue, queueNames, sent } = givenBackfill({ force: true });
  const event = givenEvent();
  await givenArchived(results, [event]);
  const page = await choose();
  expect(await action.act(page, span)).toEqual([{ id: `archive/${event.id}`, outcome: 'replayed' }]);
  expect(sent()).toEqual([event]);
  const [message] = queue.sent;
  const { replay, ...attributes } = message!.attributes;
  expect(attributes).toEqual({
    source: event.source,
    type: event.type,
    traceparent: continuedBy(TRACEPARENT, span.run),
  });
  expect(tracedBy(attributes['traceparent'])).toEqual(tracedBy(TRACEPARENT));
  expect(readReplayMark(replay!)).toEqual({ run: span.run, count: 1, backfill: true, force: true });
  expect(message!.group).toBe('replays');
  expect([...new Set(queueNames)]).toEqual(['archive']);
});

test('a body that is too large for a message is put where ingest had put it, when it is sent and not before', async () => {
  const { results, choose, action, queue, sent } = givenBackfill();
  const large = givenEvent({ id: 'large', body: { text: JSON.stringify(['é'.repeat(60_000)]) } });
  const small = givenEvent({ id: 'small' });
  await givenArchived(results, [large, small]);
  const page = await choose();
  await action.foresee(page, span);
  expect(results.calls.filter((call) => call.startsWith('put'))).toEqual([]);
  await action.act(page, span);
  expect(sent().map(({ id }) => id)).toEqual(['large', 'small']);
  const { body } = sent()[0]!;
  expect(body).toMatchObject({
    key: expect.stringMatching(`^claim-checks/stripe-eu/${large.deliveryId}/[0-9a-f]{64}$`),
  });
  expect((await readBody(body, results)).toString()).toBe('text' in large.body ? large.body.text : '');
  for (const { body: text, attributes } of queue.sent) {
    expect(messageBytes(text, attributes)).toBeLessThan(200 * 1024);
  }
});

test('a large event whose line is gone by then fails alone', async () => {
  const { results, choose, action } = givenBackfill();
  const key = await givenArchived(results, [givenEvent({ id: 'large', body: { text: 'x'.repeat(300_000) } })]);
  await givenArchived(results, [givenEvent({ id: 'small' })]);
  const page = await choose();
  results.stored.delete(key);
  expect(await action.act(page, span)).toEqual([
    { id: 'archive/large', outcome: 'failed', error: new Error('Its line in the archive could not be read again') },
    { id: 'archive/small', outcome: 'replayed' },
  ]);
});

test('a message that the queue does not confirm fails alone', async () => {
  const { results, choose, action, queue } = givenBackfill();
  await givenArchived(results, [givenEvent({ id: 'a' }), givenEvent({ id: 'b' })]);
  const page = await choose();
  const error = new Error('SQS: no');
  const sendAll: typeof queue.sendAll = async (messages) =>
    messages.map(({ body }) => (body.includes('"id":"a"') ? error : undefined));
  Object.assign(queue, { sendAll });
  expect(await action.act(page, span)).toEqual([
    { id: 'archive/a', outcome: 'failed', error },
    { id: 'archive/b', outcome: 'replayed' },
  ]);
});

test('a line that cannot be read is an outcome that names its place, and hides nothing else', async () => {
  const { results, choose, action } = givenBackfill();
  const text = await archiveText(givenEvent({ id: 'a' }), results);
  const garbled = await archiveText(givenEvent({ id: 'b' }), results);
  const folder = 'archive/date=2026-01-02/hour=03/';
  const key = putLines(results, folder, nameAt('2026-01-02T03:10:00Z'), [
    '{"v":1',
    text,
    JSON.stringify({ ...JSON.parse(garbled), headers: 'none' }),
  ]);
  const page = await choose();
  const expected = [
    { id: 'archive/a', outcome: 'replayed' },
    { id: `archive/${key}:1`, outcome: 'failed' },
    { id: `archive/${key}:3`, outcome: 'failed' },
  ];
  const foreseen = await action.foresee(page, span);
  expect(foreseen.outcomes).toMatchObject(expected);
  expect(foreseen.describe(page[1]!)).toEqual({ id: 'archive/a', source: 'stripe-eu', type: 'charge.refunded' });
  expect(await action.act(page, span)).toMatchObject(expected);
});

test('a run has a largest number of events, and says from when on the next one has to begin', async () => {
  const { results } = givenBackfill();
  await givenArchived(results, [givenEvent({ id: 'a' }), givenEvent({ id: 'a' }), givenEvent({ id: 'b' })]);
  await givenArchived(results, [givenEvent({ id: 'c', receivedAt: '2026-01-02T05:06:07.000Z' })]);
  const choice = {
    to: 'archive',
    from: new Date('2026-01-02T00:00:00Z'),
    until: span.before,
    startedAt: span.startedAt,
    isWanted: () => true,
    mark: { run: span.run, count: 1 },
    eventsMax: 2,
  };
  const chosen = (await collect(chooseEvents(choice, results))).filter((one) => one !== undefined);
  expect(chosen.map(({ id }) => id)).toEqual(['archive/a', 'archive/b', 'archive/and-all-behind']);
  expect(chosen[2]).toHaveProperty(
    'because',
    'One run sends at most 2 events: begin another from 2026-01-02T05:00:00.000Z on',
  );
});

test('what an invocation that died had begun with is met again, and a second look chooses the same', async () => {
  const { results, ids, action } = givenBackfill();
  await givenArchived(results, [givenEvent({ id: 'a' }), givenEvent({ id: 'b' })]);
  const first = await ids();
  await givenArchived(results, [givenEvent({ id: 'a' }), givenEvent({ id: 'new' })], '2026-01-02T09:00:00.000Z');
  expect(await action.recover(first, span, 'finish')).toEqual([]);
  expect(await ids()).toEqual(first);
});

test.each([
  [{ to: 'dispatch' }, 'There is no worker dispatch; there is archive and ledger.'],
  [{ to: 'ledgr' }, 'There is no worker ledgr'],
  [{ where: 'amount >' }, 'where: '],
])('%j is refused before anything is read', (asked, sentence) => {
  expect(() => givenBackfill(asked)).toThrow(sentence);
});
