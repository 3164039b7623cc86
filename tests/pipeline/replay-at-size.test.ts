// Ten thousand dead letters of five kinds: exactly the chosen ones are replayed, also when everything is killed half-way.
import { setTimeout as sleep } from 'node:timers/promises';
import { GetQueueAttributesCommand, PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { jest } from '@jest/globals';
import * as v from 'valibot';
import { isDeadLetter } from '#shared/dead-letters/dead-letter-store.ts';
import { isUnreadable } from '#shared/dead-letters/read-record.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import { runAnswerSchema, runsAnswerSchema } from '#shared/messages/inspect-request.ts';
import type { Receipt, RunOutcome } from '#shared/messages/receipt.ts';
import { turnSchema, turnsPrefix } from '../../functions/replay/run/turn-entry.ts';
import { awaitEmptyQueues } from '../support/await-empty-queues.ts';
import { createClients } from '../support/emulator-clients.ts';
import { startDestinationServer, type DestinationServer } from '../support/destination-server.ts';
import { invokeFunction } from '../support/invoke-function.ts';
import { localDeadLetters } from '../support/local-dead-letters.ts';
import { localObjects } from '../support/local-objects.ts';
import { startPipeline, temporaryDirectory, type LocalPipeline } from '../support/local-pipeline.ts';
import { manyDeadLetters, recordDeadLetters } from '../support/many-dead-letters.ts';
import { putDestination } from '../support/put-destination.ts';
import { runHooks, type EndedCommand } from '../support/run-hooks.ts';

jest.setTimeout(240_000);

const LOOK_EVERY_MS = 50;
const COUNT = 10_000;
const kind = (name: string) => ({ fingerprint: `${name}000011112222`, message: `Kind ${name}` });
const [CHOSEN, KILLED] = [kind('bbbb'), kind('dddd')];
// As after a bad release: half of all for one reason, and most of them from one source.
const KINDS = [CHOSEN, kind('aaaa'), CHOSEN, KILLED, CHOSEN, kind('cccc'), CHOSEN, KILLED, CHOSEN, kind('eeee')];
const FROM = new Date('2026-11-20T10:00:00.000Z');
const SPAN = { from: '2026-11-20T10:05:00.000Z', until: '2026-11-20T10:55:00.000Z' };
const SOURCE = 'stripe';

let destination: DestinationServer;
let pipeline: LocalPipeline;
const localDir = temporaryDirectory();
const all = manyDeadLetters({
  worker: 'forward',
  count: COUNT,
  kinds: KINDS,
  sources: [SOURCE, SOURCE, 'github', SOURCE, SOURCE, 'shopify'],
  from: FROM,
});

beforeAll(async () => {
  destination = await startDestinationServer();
  pipeline = await startPipeline({ localDir });
  await putDestination(pipeline.endpoints, destination.url);
  expect(await hooks('workers', 'pause', 'forward', '--yes')).toMatchObject({ exitCode: 0 });
  await recordDeadLetters(pipeline.endpoints, all);
}, 90_000);
afterAll(async () => {
  await pipeline.stop();
  await destination.close();
});

const hooks = (...args: readonly string[]) => runHooks(localDir, args);

const inspect = (request: unknown) => invokeFunction(pipeline.endpoints, 'inspect', request);

const newestRuns = async (limit: number): Promise<readonly Receipt[]> =>
  v.parse(runsAnswerSchema, await inspect({ runs: { limit } })).runs;

const sumOf = (receipts: readonly Receipt[]) => receipts.reduce((sum, { succeeded }) => sum + succeeded, 0);

async function outcomesOf({ run, pages }: Receipt): Promise<readonly RunOutcome[]> {
  const outcomes: RunOutcome[] = [];
  for (let page = 1; page <= pages; page += 1) {
    outcomes.push(...(v.parse(runAnswerSchema, await inspect({ run: { run, page } })).outcomes ?? []));
  }
  return outcomes;
}

const idsOf = (deadLetters: readonly DeadLetter[]) => deadLetters.map(({ id }) => id).toSorted();

/** How many messages wait for the paused worker; they are taken from it, since nothing would be learnt from its work. */
async function takeWaiting(): Promise<number> {
  const { sqs, ...others } = createClients(pipeline.endpoints.aws);
  const QueueUrl = pipeline.endpoints.queues['webhook-pipeline-local-forward'];
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  for (const client of [sqs, ...Object.values(others)]) client.destroy();
  return Number(Attributes?.['ApproximateNumberOfMessages']);
}

/**
 * As it is a minute after the calls that worked on these runs have died: how others wait for that minute is shown, with a
 * clock of its own, in tests/unit/functions/replay/run/turns.test.ts.
 */
async function letTurnsPass(receipts: readonly Receipt[]): Promise<void> {
  const results = localObjects(pipeline.endpoints, 'ResultsBucket');
  for (const { run } of receipts) {
    for await (const { key } of results.list(turnsPrefix(run))) {
      const stored = await results.get(key);
      if (stored === 'missing') throw new Error(`${key} was listed and is gone`);
      const turn = v.parse(turnSchema, JSON.parse(stored.bytes.toString('utf8')));
      expect(turn.endedAt).toBeUndefined();
      const passed = { ...turn, until: new Date().toISOString() };
      await results.put(key, Buffer.from(JSON.stringify(passed)), { contentType: 'application/json' });
    }
  }
}

const lastLine = (text: string) =>
  v.parse(
    v.looseObject({ kind: v.string(), matched: v.number(), succeeded: v.number() }),
    JSON.parse(text.trim().split('\n').at(-1) ?? ''),
  );

test('one kind from one source in a span of time is replayed, and nothing else is touched', async () => {
  const meant = all.filter(
    ({ failure: { fingerprint, lastAt }, source }) =>
      fingerprint === CHOSEN.fingerprint && source === SOURCE && lastAt >= SPAN.from && lastAt < SPAN.until,
  );
  expect(meant.length).toBeGreaterThan(2500);
  const choice = ['--from', 'forward', '--fingerprint', CHOSEN.fingerprint, '--source', SOURCE];
  const select = ['dead-letters', 'replay', ...choice, '--since', SPAN.from, '--until', SPAN.until];

  const dry = await hooks(...select, '--dry-run', '--json');
  expect(lastLine(dry.stdout)).toMatchObject({ matched: meant.length, succeeded: meant.length, skipped: 0 });
  const replayed = await hooks(...select, '--reason', 'One kind alone', '--yes', '--json');
  expect(lastLine(replayed.stdout)).toMatchObject({ matched: meant.length, succeeded: meant.length, failed: 0 });

  const [receipt] = await newestRuns(1);
  expect(receipt).toMatchObject({ state: 'finished', succeeded: meant.length, request: { reason: 'One kind alone' } });
  const outcomes = await outcomesOf(receipt!);
  expect(outcomes.every(({ outcome }) => outcome === 'replayed')).toBe(true);
  expect(outcomes.map(({ id }) => id).toSorted()).toEqual(idsOf(meant));

  const meantIds = new Set(idsOf(meant));
  const { store } = localDeadLetters(pipeline.endpoints);
  const stored = await store.getMany(idsOf(all));
  const isReplayed = all.map(({ id }) => {
    const record = stored.get(id)?.record;
    if (!record || isUnreadable(record) || !isDeadLetter(record)) throw new Error(`${id} is no dead letter any more`);
    return record.state === 'replayed' && record.run === receipt!.run && record.replays === 1;
  });
  expect(isReplayed).toEqual(all.map(({ id }) => meantIds.has(id)));
  // Its first revision is its id: nobody has written the others since.
  const others = all.filter(({ id }) => !meantIds.has(id));
  expect(others.map(({ id }) => stored.get(id)?.revision)).toEqual(others.map(({ id }) => id));
  expect(await takeWaiting()).toBe(meant.length);
});

test('two replays at once that are killed half-way and resumed send every one, and make one effect of each', async () => {
  const meant = all.filter(({ failure: { fingerprint } }) => fingerprint === KILLED.fingerprint);
  const choice = ['--from', 'forward', '--fingerprint', KILLED.fingerprint, '--reason', KILLED.message, '--yes'];
  const running = [1, 2].map(() => hooks('dead-letters', 'replay', ...choice, '--per-second', '500'));
  const early: EndedCommand[] = [];
  for (const one of running) void one.then((ended) => early.push(ended));
  let begun: readonly Receipt[];
  do {
    // One that has ended before it could be killed would be waited for in vain.
    expect(early).toEqual([]);
    // Far oftener than a quarter of them is sent, and not so often that it slows the sending down.
    await sleep(LOOK_EVERY_MS);
    begun = (await newestRuns(2)).filter(({ request: { reason } }) => reason === KILLED.message);
  } while (begun.length < 2 || sumOf(begun) < meant.length / 4);
  await pipeline.kill();
  await Promise.all(running);
  pipeline = await startPipeline({ localDir });
  expect((await newestRuns(2)).map(({ state }) => state)).toEqual(['running', 'running']);
  await letTurnsPass(begun);

  const resumed = await Promise.all(begun.map(({ run }) => hooks('runs', 'resume', run)));
  expect(resumed.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  const receipts = await newestRuns(2);
  expect(receipts.map(({ state }) => state)).toEqual(['finished', 'finished']);
  const outcomes = (await Promise.all(receipts.map(outcomesOf))).flat();
  const replayed = outcomes.filter(({ outcome }) => outcome === 'replayed').map(({ id }) => id);
  expect(replayed.toSorted()).toEqual(idsOf(meant));
  expect(sumOf(receipts)).toBe(meant.length);

  expect(await hooks('workers', 'resume', 'forward')).toMatchObject({ exitCode: 0 });
  await awaitEmptyQueues(pipeline.endpoints, 120_000);
  const posted = destination.posts.map(({ headers }) => `forward/${String(headers['webhook-id'])}`);
  const meantIds = new Set(idsOf(meant));
  expect(posted.filter((id) => meantIds.has(id)).toSorted()).toEqual([...meantIds]);
});
