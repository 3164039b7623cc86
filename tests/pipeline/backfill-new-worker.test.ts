// A worker that did not exist when events came is given one hour of them from the archive, and nothing beside that hour.
import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import * as v from 'valibot';
import { hourFolder } from '#shared/archive/hour-folder.ts';
import { ARCHIVE_PREFIX } from '#shared/archive/read-archive.ts';
import type { Event } from '#shared/messages/event.ts';
import {
  outcomePageKey,
  outcomePageSchema,
  receiptKey,
  receiptSchema,
  RECEIPTS_PREFIX,
} from '#shared/messages/receipt.ts';
import { replayAnswerSchema, type ReplayAnswer, type ReplayRequest } from '#shared/messages/replay-request.ts';
import { resultSchema } from '#shared/messages/result.ts';
import { createArchiveReader } from '../support/archive.ts';
import { archiveEvents } from '../support/archive-events.ts';
import { awaitEmptyQueues } from '../support/await-empty-queues.ts';
import { collect } from '../support/collect.ts';
import { givenEvent } from '../support/given-messages.ts';
import { invokeFunction } from '../support/invoke-function.ts';
import { localObjects } from '../support/local-objects.ts';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { post, signed } from '../support/post-webhook.ts';
import { runHooks } from '../support/run-hooks.ts';
import { serviceWithWorkers } from '../support/service-with-workers.ts';
import { patientWorkers } from '../support/worker-rows.ts';

jest.setTimeout(60_000);

const RESULTS = patientWorkers.troublesome.resultsPrefix;

const HOUR_MS = 3_600_000;
/** A whole hour of the clock, so long ago that nothing of today's test lies in it. */
const from = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 3 * HOUR_MS;
const until = from + HOUR_MS;
/** More than one page of a run has, so that duplicates lie in other pages than what they repeat. */
const MIDDLE_COUNT = 130;

const bodyText = JSON.stringify({ type: 'trouble', trouble: { kind: 'none' } });

function eventAt(ms: number): Event {
  const id = randomUUID().replaceAll('-', '');
  const sender = { source: 'standard-webhooks', provider: 'standard-webhooks', type: 'trouble' };
  return givenEvent({
    ...sender,
    id,
    deliveryId: id,
    receivedAt: new Date(ms).toISOString(),
    body: { text: bodyText },
  });
}

const first = eventAt(from);
const last = eventAt(until - 1);
const middle = Array.from({ length: MIDDLE_COUNT }, (_, index) => eventAt(from + 1 + index * 20_000));
const ofTheHour = [first, ...middle, last];
const earlierHour = [eventAt(from - HOUR_MS / 2), eventAt(from - 1)];
const laterHour = [eventAt(until), eventAt(until + HOUR_MS / 2)];

let pipeline: LocalPipeline;
/** Of three webhooks that came before the worker did, in their order, and when; no two at the same millisecond. */
let earlier: readonly { readonly id: string; readonly time: string }[];
/** Of one that came afterwards. */
let live: string;

async function postWebhook(): Promise<string> {
  const webhook = signed('standard-webhooks', { 'webhook-id': `msg_${randomUUID()}` }, bodyText);
  const { deliveryId } = await post(pipeline.endpoints.webhooks, webhook);
  if (deliveryId === undefined) throw new Error('A webhook was not accepted');
  return deliveryId;
}

/** All of these events, some of them more than once, and real webhooks. */
async function archiveAll(): Promise<void> {
  const objects = localObjects(pipeline.endpoints, 'ResultsBucket');
  await archiveEvents([...earlierHour, ...ofTheHour, ...laterHour, first], objects);
  await archiveEvents([...laterHour, last, ...middle.slice(0, 5), ...earlierHour, first], objects);
  const folder = hourFolder(ARCHIVE_PREFIX, first.receivedAt);
  expect(await collect(objects.list(folder))).toHaveLength(2);

  const ids = [await postWebhook(), await postWebhook(), await postWebhook()];
  const lines = await createArchiveReader(pipeline.endpoints).waitFor(ids);
  earlier = ids.map((id) => ({ id, time: lines.get(id)?.time ?? '' }));
  expect(new Set(earlier.map(({ time }) => time)).size).toBe(ids.length);
  await awaitEmptyQueues(pipeline.endpoints);
}

/** @returns the directory of its state, once it has stopped */
async function archiveWithoutTheWorker(): Promise<string> {
  pipeline = await startPipeline();
  await archiveAll();
  await pipeline.stop();
  return pipeline.localDir;
}

beforeAll(async () => {
  const [service, localDir] = await Promise.all([serviceWithWorkers(patientWorkers), archiveWithoutTheWorker()]);
  pipeline = await startPipeline({ localDir, service });
}, 120_000);
afterAll(() => pipeline.stop());

/** What lies under the prefix of the worker's results: key → text. */
async function kept(): Promise<ReadonlyMap<string, string>> {
  const objects = localObjects(pipeline.endpoints, 'ResultsBucket');
  const texts = new Map<string, string>();
  for (const { key } of await collect(objects.list(RESULTS))) {
    const stored = await objects.get(key);
    texts.set(key, stored === 'missing' ? 'gone' : stored.bytes.toString('utf8'));
  }
  return texts;
}

const keysOf = (ids: readonly string[]) => ids.map((id) => `${RESULTS}${id}.json`).toSorted();
const idsOf = (events: readonly Event[]) => events.map(({ id }) => id);

const theHour = { from: new Date(from).toISOString(), until: new Date(until).toISOString() };
const counts = { matched: ofTheHour.length, succeeded: ofTheHour.length, skipped: 0, failed: 0 };
const reason = 'the worker is new';

/** What `hooks backfill` says of the hour, once all that it sent has come to its end. */
async function hooksBackfill(...how: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const args = ['backfill', '--to', 'troublesome', '--since', theHour.from, '--until', theHour.until, '--json', ...how];
  const { exitCode, stdout, stderr } = await runHooks(pipeline.localDir, args);
  expect([stderr, exitCode]).toEqual(['', 0]);
  await awaitEmptyQueues(pipeline.endpoints);
  return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
}

/** The same without the terminal, which takes a second to start. */
async function backfill(between: { readonly from: string; readonly until: string }): Promise<ReplayAnswer> {
  const request: ReplayRequest = { backfill: { to: 'troublesome', between, reason } };
  const answer = v.parse(replayAnswerSchema, await invokeFunction(pipeline.endpoints, 'replay', request));
  await awaitEmptyQueues(pipeline.endpoints);
  return answer;
}

async function readJson(key: string): Promise<unknown> {
  const stored = await localObjects(pipeline.endpoints, 'ResultsBucket').get(key);
  if (stored === 'missing') throw new Error(`${key} is not there`);
  return JSON.parse(stored.bytes.toString('utf8')) as unknown;
}

const keysUnder = async (prefix: string) =>
  (await collect(localObjects(pipeline.endpoints, 'ResultsBucket').list(prefix))).map(({ key }) => key);

test('it gets what comes from its start on, nothing of what came before, and a dry run changes nothing of that', async () => {
  live = await postWebhook();
  await createArchiveReader(pipeline.endpoints).waitFor([live]);
  await awaitEmptyQueues(pipeline.endpoints);
  expect(await keysUnder(RESULTS)).toEqual(keysOf([live]));

  expect(await hooksBackfill('--dry-run')).toMatchObject({ kind: 'dry-run', dryRun: true, ...counts });
  expect(await keysUnder(RESULTS)).toEqual(keysOf([live]));
  expect(await keysUnder(RECEIPTS_PREFIX)).toEqual([]);
});

test('a backfill of one hour gives it exactly the results of that hour, with a complete receipt', async () => {
  const archived = await keysUnder(ARCHIVE_PREFIX);
  const answer = await hooksBackfill('--reason', reason, '--yes');
  expect(answer).toMatchObject({ kind: 'backfill', state: 'finished', ...counts });

  const results = await kept();
  expect([...results.keys()]).toEqual(keysOf([live, ...idsOf(ofTheHour)]));
  for (const [key, text] of results) {
    const { eventId, ...result } = v.parse(resultSchema, JSON.parse(text));
    expect(keysOf([eventId])).toEqual([key]);
    expect(result).toMatchObject({ worker: 'troublesome', value: { attempt: 1 } });
  }
  // It went to this worker alone.
  expect(await keysUnder(ARCHIVE_PREFIX)).toEqual(archived);

  const run = String(answer['run']);
  const receipt = v.parse(receiptSchema, await readJson(receiptKey(run)));
  expect(receipt).toMatchObject({ run, state: 'finished', request: { to: 'troublesome', reason }, ...counts });
  // Beside the pages of outcomes lies what a run notes for itself before it sends.
  const numbers = Array.from({ length: receipt.pages }, (_, index) => index + 1);
  expect(numbers.length).toBeGreaterThan(1);
  const pages = await Promise.all(numbers.map((number) => readJson(outcomePageKey(run, number))));
  const outcomes = pages.flatMap((page) => v.parse(outcomePageSchema, page).outcomes);
  expect(outcomes.map(({ id, outcome }) => `${id} ${outcome}`).toSorted()).toEqual(
    idsOf(ofTheHour)
      .map((id) => `troublesome/${id} replayed`)
      .toSorted(),
  );
});

test('the same hour once more is sent once more, and leaves each result as it was', async () => {
  const before = await kept();
  expect([...before.keys()]).toEqual(expect.arrayContaining(keysOf(idsOf(ofTheHour))));
  expect(await backfill(theHour)).toMatchObject({ state: 'finished', ...counts });
  expect(await kept()).toEqual(before);
});

test('webhooks that came before the worker did come to it, from the first instant on and without the last', async () => {
  const before = await keysUnder(RESULTS);
  const [opening, inside, closing] = earlier;
  const span = { from: opening?.time ?? '', until: closing?.time ?? '' };
  expect(await backfill(span)).toMatchObject({ state: 'finished', matched: 2, succeeded: 2, failed: 0 });
  const added = (await keysUnder(RESULTS)).filter((key) => !before.includes(key));
  expect(added).toEqual(keysOf([opening?.id ?? '', inside?.id ?? '']));
});
