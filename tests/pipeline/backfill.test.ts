// Archived events, sent to a worker that has not had them, and what is then known of each.
import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import * as v from 'valibot';
import { traceAnswerSchema } from '#shared/messages/inspect-request.ts';
import { replayAnswerSchema, type ReplayRequest } from '#shared/messages/replay-request.ts';
import { createArchiveReader } from '../support/archive.ts';
import { awaitEmptyQueues } from '../support/await-empty-queues.ts';
import { invokeFunction } from '../support/invoke-function.ts';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { githubPush, post } from '../support/post-webhook.ts';
import { eventIdOf, readResults } from '../support/results.ts';

jest.setTimeout(60_000);

const HOUR_MS = 3_600_000;
const between = { from: new Date(Date.now() - HOUR_MS).toISOString() };

let pipeline: LocalPipeline;
/** Of every push to main, a large one among them; one that went elsewhere is behind them. */
let ids: readonly string[];
let elsewhere: string;

async function push(ref: string, padding = ''): Promise<string> {
  const webhook = githubPush(JSON.stringify({ ref, id: randomUUID(), padding }));
  const { deliveryId } = await post(pipeline.endpoints.webhooks, webhook);
  if (deliveryId === undefined) throw new Error('A push was not accepted');
  return deliveryId;
}

const backfill = async (asked: Omit<NonNullable<ReplayRequest['backfill']>, 'between'>) =>
  v.parse(
    replayAnswerSchema,
    await invokeFunction(pipeline.endpoints, 'replay', { backfill: { between, reason: 'a test', ...asked } }),
  );

beforeAll(async () => {
  pipeline = await startPipeline();
  ids = await Promise.all(['', 'ü', '"', '\n', 'x'.repeat(300_000)].map((padding) => push('refs/heads/main', padding)));
  elsewhere = await push('refs/heads/else');
  await createArchiveReader(pipeline.endpoints).waitFor([...ids, elsewhere]);
}, 90_000);
afterAll(() => pipeline.stop());

const traceOf = async (id: string) =>
  v.parse(traceAnswerSchema, await invokeFunction(pipeline.endpoints, 'inspect', { trace: { id } })).trace;

const sorted = (texts: Iterable<string>) => [...texts].toSorted();

test('each event comes to the worker once, however often it was archived, and as many as a dry run had said', async () => {
  expect(await backfill({ to: 'archive' })).toMatchObject({ state: 'finished', matched: 6, succeeded: 6 });
  await awaitEmptyQueues(pipeline.endpoints);
  expect(await createArchiveReader(pipeline.endpoints).lines()).toHaveLength(12);

  // The ledger has none of these: its row does not subscribe it to them.
  expect(await backfill({ to: 'ledger' })).toMatchObject({ state: 'finished', matched: 0 });
  const chosen = { to: 'ledger', unsubscribed: true, where: "ref == 'refs/heads/main'" } as const;
  const dry = await backfill({ ...chosen, dryRun: true });
  expect(dry).toMatchObject({ dryRun: true, matched: 5, succeeded: 5, failed: 0 });
  expect(dry.sample).toHaveLength(5);
  expect(await readResults(pipeline.endpoints, 'ledger/')).toEqual([]);

  expect(await backfill(chosen)).toMatchObject({ state: 'finished', matched: 5, succeeded: 5, failed: 0 });
  await awaitEmptyQueues(pipeline.endpoints);
  const results = await readResults(pipeline.endpoints, 'ledger/');
  expect(sorted(results.map(eventIdOf))).toEqual(sorted(ids));
});

test('a trace says where each worker stands with it, and what it cannot know', async () => {
  const trace = await traceOf(ids[0]!);
  expect(trace?.gaps).toEqual([]);
  expect(trace?.events).toEqual([{ id: ids[0], type: 'push' }]);
  const stands = Object.fromEntries((trace?.stands ?? []).map(({ worker, state }) => [worker, state]));
  expect(stands).toEqual({ archive: 'result', canary: 'not-subscribed', forward: 'result', ledger: 'result' });
  expect((await traceOf(elsewhere))?.stands).toContainEqual({
    worker: 'ledger',
    eventId: elsewhere,
    state: 'not-subscribed',
  });
  expect(trace?.points.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['received', 'archived', 'result']));
  expect(await traceOf(randomUUID())).toBeUndefined();
});

test('a wrong expression is refused with its place, and leaves no run behind', async () => {
  await expect(backfill({ to: 'ledger', where: 'ref ==' })).rejects.toThrow('at column');
});
