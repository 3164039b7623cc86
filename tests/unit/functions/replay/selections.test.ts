// Which dead letters a selection means.
import { checkInBody } from '#shared/messages/body.ts';
import { readEvent, writeEvent } from '#shared/messages/event.ts';
import { givenDeadLetter, givenFailure } from '../../../support/given-dead-letters.ts';
import { givenEvent } from '../../../support/given-messages.ts';
import { memoryObjects } from '../../../support/ports.ts';
import { givenReplay } from './given-replay.ts';

const letters = [
  givenDeadLetter({ eventId: 'a', failure: givenFailure({ fingerprint: 'f1', attempts: 1, class: 'gave-up' }) }),
  givenDeadLetter({
    eventId: 'b',
    source: 'github',
    failure: givenFailure({ fingerprint: 'f1', lastAt: '2026-01-02T05:00:00.000Z' }),
  }),
  givenDeadLetter({ eventId: 'c', type: 'push', deliveryId: 'of-c', failure: givenFailure({ fingerprint: 'f2' }) }),
  givenDeadLetter({ eventId: 'd', state: 'quarantined', replays: 10 }),
  givenDeadLetter({ eventId: 'e', state: 'done' }),
];

test.each<[object, string]>([
  [{ sources: ['github'] }, 'b'],
  [{ types: ['push', 'pull'] }, 'c'],
  [{ classes: ['gave-up'] }, 'a'],
  [{ attempts: { max: 5 } }, 'a'],
  [{ attempts: { min: 5 } }, 'bc'],
  [{ deliveries: ['of-c'] }, 'c'],
  [{ between: { from: '2026-01-02T04:00:00Z' } }, 'b'],
  [{ between: { until: '2026-01-02T06:00:00+01:00' } }, 'ac'],
  [{ between: { from: '2026-01-02T03:24:06.000Z', until: '2026-01-02T03:24:06.001Z' } }, 'ac'],
  [{ fingerprints: ['f1'] }, 'ab'],
  [{ fingerprints: ['f1', 'f2'], sources: ['stripe-eu'] }, 'ac'],
  [{ fingerprints: ['f1'], attempts: { max: 5 } }, 'a'],
  [{ fingerprints: ['f1'], between: { from: '2026-01-02T04:00:00Z' } }, 'b'],
  [{ ids: ['a', 'b', 'c'], sources: ['github'] }, 'b'],
  [{ all: true }, 'abc'],
  [{ all: true, force: true }, 'abcde'],
  [{ ids: ['d', 'e'], force: true }, 'de'],
])('%j means %s, and a dry run tells the same', async (selection, meant) => {
  const { ask, outcomes } = await givenReplay(letters);
  const request = { from: 'archive', ...selection, reason: 'x' };
  const foreseen = await ask({ replay: { ...request, dryRun: true } });
  const answer = await ask({ replay: request });
  expect(answer).toMatchObject({ succeeded: meant.length });
  const sent = outcomes(answer.run).filter(({ outcome }) => outcome === 'replayed');
  expect(sent.map(({ id }) => id.replace('archive/', '')).toSorted()).toEqual(meant.split(''));
  expect(foreseen).toMatchObject({ matched: meant.length, succeeded: meant.length });
});

const withBody = (eventId: string, body: string) =>
  givenDeadLetter({ eventId, body: writeEvent(givenEvent({ id: eventId, body: { text: body } })) });

test.each(['all', 'fingerprints', 'ids'] as const)(
  'an expression decides by the body, wherever it lies, and what is no JSON is not meant (%s)',
  async (way) => {
    const results = memoryObjects();
    const large = await checkInBody(Buffer.from('{"amount":7000}'), 'folder', results);
    const given = [
      withBody('much', '{"amount":5000}'),
      withBody('little', '{"amount":50}'),
      withBody('form', 'amount=5000'),
      givenDeadLetter({ eventId: 'large', body: writeEvent(givenEvent({ id: 'large', body: large })) }),
      givenDeadLetter({ eventId: 'garbled', body: '{"v":1}' }),
    ];
    const { replay, queue } = await givenReplay(given, { results });
    const ways = {
      all: {},
      fingerprints: { fingerprints: ['00112233aabbccdd'] },
      ids: { ids: given.map(({ eventId }) => eventId) },
    };
    const answer = await replay({ from: 'archive', ...ways[way], where: 'amount > `1000`', reason: 'x' });
    // Of the one whose message cannot be read nobody can tell.
    expect(answer).toMatchObject({ matched: 3, succeeded: 2, failed: 1 });
    expect(queue.sent.map(({ body }) => readEvent(body).id).toSorted()).toEqual(['large', 'much']);
  },
);

test('a delivery that nobody knows is named', async () => {
  const { replay } = await givenReplay(letters);
  const answer = await replay({ from: 'archive', deliveries: ['of-c', 'nowhere'], reason: 'x' });
  expect(answer).toMatchObject({ succeeded: 1, notThere: ['nowhere'] });
});

test('what is forced says so in its outcome, and its message carries it to the worker', async () => {
  const { replay, queue, outcomes } = await givenReplay(letters);
  await replay({ from: 'archive', ids: ['e'], force: true, reason: 'The destination lost it' });
  expect(outcomes()).toEqual([{ id: 'archive/e', outcome: 'replayed', because: 'forced, although done' }]);
  expect(queue.sent[0]?.attributes['replay']).toContain('"force":true');
});

test.each<[object, number, object]>([
  [{ ids: ['a', 'b'] }, 1, { 'failed later than asked for': 1 }],
  [{ fingerprints: ['f1'] }, 1, {}],
  [{ sources: ['stripe-eu', 'github'], where: '!@ || `true`' }, 0, {}],
])('%j before an instant means none that failed again since then', async (selection, succeeded, skippedBecause) => {
  const { ask } = await givenReplay(letters);
  const request = { from: 'archive', ...selection, before: '2026-01-02T04:00:00Z', reason: 'x' };
  const foreseen = await ask({ replay: { ...request, dryRun: true } });
  const answer = await ask({ replay: request });
  for (const one of [foreseen, answer]) {
    expect(one).toMatchObject({ succeeded, ...(Object.keys(skippedBecause).length > 0 && { skippedBecause }) });
  }
});

test.each(['replay', 'discard'])('%s refuses an instant that nothing could be compared with', async (kind) => {
  const { ask, table } = await givenReplay(letters);
  const request = { from: 'archive', between: { until: '2026-01-01T00:00:00+02' }, reason: 'only old ones' };
  await expect(ask({ [kind]: request })).rejects.toThrow('must be an instant such as');
  await expect(
    ask({ [kind]: { ...request, between: undefined, all: true, before: '2026-01-01T00:00:00+02' } }),
  ).rejects.toThrow('must be an instant such as');
  expect(table.calls).toEqual([]);
});

test('a dry run that looks into bodies leaves a line with what it looked for, and none of the values', async () => {
  const { replay, log } = await givenReplay(letters);
  await replay({ from: 'archive', where: "customer.email == 'ada@example.com'", dryRun: true });
  expect(log.lines).toEqual([
    {
      level: 'info',
      message: 'Bodies were searched',
      fields: { where: "customer.email == '…'", requestId: 'request-1' },
    },
  ]);
});
