// Of a run of the probe whose call has died nobody but who resumes it writes the receipt again.
import type { Receipt } from '#shared/messages/receipt.ts';
import { givenDeadLetter, givenFailure } from '../../../support/given-dead-letters.ts';
import { givenReplay, NOW } from './given-replay.ts';

const PROBE = 'run-of-the-probe';
const REASON = 'Its call ended before it was done: the probe goes on by itself, as another run';
const NOT_ALL_KNOWN = 'It may have sent more than is counted here: nobody can tell how many';
const resume = { resume: { run: PROBE } };
const failedAt = '2026-01-02T00:00:00.000Z';
const failure = givenFailure({ firstAt: failedAt, lastAt: failedAt });

async function givenProbeRun(overrides: Partial<Receipt> = {}, state: 'open' | 'replaying' | 'replayed' = 'open') {
  const run = state === 'open' ? {} : { run: PROBE };
  const world = await givenReplay([givenDeadLetter({ worker: 'forward', eventId: 'e1', state, failure, ...run })]);
  const who = { unproven: true, requestId: 'request-0' } as const;
  const receipt: Receipt = {
    v: 1,
    run: PROBE,
    state: 'running',
    request: { kind: 'probe', from: 'forward', destination: 'erp', ids: ['e1'] },
    who,
    startedAt: NOW,
    updatedAt: NOW,
    matched: 0,
    succeeded: 0,
    skipped: 0,
    failed: 0,
    pages: 0,
    invocations: [{ requestId: 'request-0', who, startedAt: NOW }],
    ...overrides,
  };
  await world.results.put(`replays/${PROBE}.json`, Buffer.from(JSON.stringify(receipt)), {
    contentType: 'application/json',
  });
  return world;
}

test.each([
  ['was sent', 'replayed', { matched: 1, succeeded: 1, pages: 1 }],
  ['may have been sent', 'replaying', { matched: 1, succeeded: 0, unknown: 1, pages: 1 }],
  ['was not sent', 'open', { matched: 0, succeeded: 0, pages: 0 }],
] as const)('whoever resumes one that has died ends it, and is told what %s', async (_, state, counts) => {
  const { ask, clock, queue, receipt } = await givenProbeRun({}, state);
  clock.advance(62_000);
  expect(await ask(resume)).toMatchObject({ run: PROBE, state: 'aborted', matched: counts.matched });
  expect(receipt(PROBE)).toMatchObject({ state: 'aborted', aborted: { reason: REASON }, ...counts });
  expect(queue.sent).toEqual([]);
});

test('one whose call may be alive is left to it', async () => {
  const { ask, clock, receipt } = await givenProbeRun();
  clock.advance(60_000);
  expect(await ask(resume)).toMatchObject({ run: PROBE, state: 'running' });
  expect(receipt(PROBE)).toMatchObject({ state: 'running', updatedAt: NOW });
});

test('one that ended before it was done has ended in good order, and stays as it is', async () => {
  const counts = { matched: 7, succeeded: 6, failed: 1, pages: 1 };
  const { ask, results, receipt } = await givenProbeRun({ state: 'unfinished', finishedAt: NOW, ...counts });
  const before = receipt(PROBE);
  results.calls.length = 0;
  expect(await ask(resume)).toMatchObject({ state: 'unfinished', matched: 7, succeeded: 6, failed: 1 });
  expect(receipt(PROBE)).toEqual(before);
  expect(results.calls.filter((call) => call.startsWith('put'))).toEqual([]);
});

const outcomesOf = (page: number) => `replay-outcomes/${PROBE}/00000${page}.json`;
const JSON_TYPE = { contentType: 'application/json' };
const pageOf = (outcomes: readonly object[]) => Buffer.from(JSON.stringify({ v: 1, outcomes }));

const replayed = (count: number, page: number) =>
  pageOf(Array.from({ length: count }, (_, index) => ({ id: `forward/${page}-${index}`, outcome: 'replayed' })));

test('what one that drained a destination had stored before it died is counted, and that there may be more is said', async () => {
  const drain = { kind: 'probe', from: 'forward', destination: 'erp' } as const;
  const { ask, clock, results, receipt } = await givenProbeRun({ request: drain });
  await results.put(outcomesOf(1), replayed(3, 1), JSON_TYPE);
  await results.put(outcomesOf(2), replayed(2, 2), JSON_TYPE);
  clock.advance(62_000);
  expect(await ask(resume)).toMatchObject({ state: 'aborted', matched: 5, succeeded: 5 });
  expect(receipt(PROBE)).toMatchObject({ pages: 2, succeeded: 5, aborted: { reason: `${REASON}. ${NOT_ALL_KNOWN}` } });
});

test('what one had told of a dead letter that it named is not told anew', async () => {
  const { ask, clock, results, outcomes } = await givenProbeRun({}, 'replayed');
  const told = { id: 'forward/e1', outcome: 'failed', because: 'It was sent, but its record could not be closed' };
  await results.put(outcomesOf(1), pageOf([told]), JSON_TYPE);
  clock.advance(62_000);
  expect(await ask(resume)).toMatchObject({ state: 'aborted', matched: 1, failed: 1 });
  expect(outcomes(PROBE)).toEqual([told]);
});

test.each(['keeper', 'inspect', 'nobody'])(
  '%s has no dead letters, and whoever asks for them is told who has',
  async (from) => {
    const { ask, queue, results } = await givenReplay();
    const sentence = `There is no worker ${from}; there is dispatch (the step that publishes events), archive, and ledger.`;
    const asked = { from, all: true, reason: 'to see' };
    for (const request of [
      { replay: asked },
      { replay: { ...asked, via: 'queue' } },
      { replay: { from, all: true, via: 'queue', dryRun: true } },
      { discard: asked },
    ])
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await expect(ask(request)).rejects.toThrow(sentence);
    const backfill = { to: 'dispatch', between: { from: NOW }, reason: 'to see' };
    await expect(ask({ backfill })).rejects.toThrow('There is no worker dispatch; there is none.');
    expect([queue.sent, results.calls]).toEqual([[], []]);
  },
);
