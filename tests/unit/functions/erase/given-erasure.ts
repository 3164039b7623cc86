// Events as the pipeline leaves them everywhere, and the function that erases some of them.
import { gunzipSync, gzipSync } from 'node:zlib';
import { hourFolder } from '#shared/archive/hour-folder.ts';
import {
  createDeadLetterStore,
  DEAD_LETTER_INDEXES,
  type DeadLetterStore,
} from '#shared/dead-letters/dead-letter-store.ts';
import { checkInBody } from '#shared/messages/body.ts';
import type { EraseAnswer, EraseRequest } from '#shared/messages/erase-request.ts';
import { writeEvent, type Event } from '#shared/messages/event.ts';
import type { WorkerRow } from '#shared/workers/worker-row.ts';
import { createAnswerRequest } from '../../../../functions/erase/answer-request.ts';
import { archiveText, nameAt } from '../../../support/given-archive.ts';
import { givenDeadLetter } from '../../../support/given-dead-letters.ts';
import { givenEvent } from '../../../support/given-messages.ts';
import { countingIds, fixedClock, memoryObjects, memoryTable, recordingLog } from '../../../support/ports.ts';

export const NOW = '2026-02-01T00:00:00.000Z';

const rows: readonly WorkerRow[] = [
  { name: 'archive', impact: '', resultsPrefix: 'archive/', results: 'batch' },
  { name: 'ledger', impact: '', resultsPrefix: 'ledger/', results: 'batch' },
  { name: 'mail', impact: '', resultsPrefix: 'results/mail/', results: 'event' },
];

/** What a test says of one event. */
export interface Given {
  readonly id: string;
  readonly source?: string;
  readonly hour?: number;
  readonly email?: string;
  readonly isLarge?: boolean;
  readonly retentionDays?: number;
  /** It never reached the archive: it is a dead letter of archive. */
  readonly isUnarchived?: boolean;
  /** Of mail. */
  readonly isDeadLetter?: boolean;
}

/** As large as a body can be that is found in the bucket. */
const LARGE = 'x'.repeat(25 * 1024);

const entryOf = (id: string) => ({ key: `ledger/entries/${id}.json` });

export interface GivenPorts {
  readonly now?: string;
  /** Of the dead letters, between the function and the table. */
  readonly aroundPage?: (store: DeadLetterStore) => DeadLetterStore['page'];
}

export function givenErasure({ now = NOW, aroundPage = (store) => (query) => store.page(query) }: GivenPorts = {}) {
  const results = memoryObjects();
  const table = memoryTable(DEAD_LETTER_INDEXES);
  const store = createDeadLetterStore(table);
  const clock = fixedClock(now);
  const log = recordingLog();
  let objects = 0;
  let callsLeft = Infinity;
  const called = () => {
    callsLeft -= 1;
    if (callsLeft < 0) throw new Error('The function died');
  };

  const putLines = (folder: string, texts: readonly string[]) => {
    if (texts.length === 0) return;
    objects += 1;
    const bytes = gzipSync(texts.map((text) => `${text}\n`).join(''));
    results.stored.set(`${folder}${nameAt('2026-01-02T12:00:00.000Z', objects)}`, { bytes });
  };

  const toEvent = async ({
    id,
    source = 'shop',
    hour = 3,
    email = '',
    isLarge,
    retentionDays,
  }: Given): Promise<Event> => {
    const text = JSON.stringify({ email, padding: isLarge ? LARGE : '' });
    return givenEvent({
      id,
      source,
      deliveryId: id,
      receivedAt: `2026-01-02T${String(hour).padStart(2, '0')}:04:05.678Z`,
      body: isLarge ? await checkInBody(Buffer.from(text), `${source}/${id}`, results) : { text },
      ...(retentionDays !== undefined && { retentionDays }),
    });
  };

  /** One object of the archive, and what became of its events. */
  const put = async (given: readonly Given[]): Promise<void> => {
    const events = await Promise.all(given.map(async (one) => ({ one, event: await toEvent(one) })));
    for (const [hour, sameHour] of Map.groupBy(events, ({ event }) => event.receivedAt)) {
      const archived = sameHour.filter(({ one }) => !one.isUnarchived);
      putLines(
        hourFolder('archive/', hour),
        await Promise.all(archived.map(({ event }) => archiveText(event, results))),
      );
      putLines(
        hourFolder('ledger/', hour),
        sameHour.map(({ one: { id } }) => JSON.stringify({ v: 1, eventId: id, value: { entries: [entryOf(id)] } })),
      );
    }
    for (const { one, event } of events) {
      results.stored.set(`ledger/entries/${one.id}.json`, { bytes: Buffer.from('{}') });
      const isFailed = one.isDeadLetter ?? false;
      if (!isFailed) results.stored.set(`results/mail/${one.id}.json`, { bytes: Buffer.from('{}') });
      for (const worker of [...(isFailed ? ['mail'] : []), ...(one.isUnarchived ? ['archive'] : [])]) {
        const { source, receivedAt } = event;
        const letter = { worker, eventId: one.id, source, receivedAt, body: writeEvent(event) };
        await createDeadLetterStore(table).put(givenDeadLetter(letter), 'absent');
      }
    }
  };

  const answer = createAnswerRequest({
    results: {
      ...results,
      get: async (key) => (called(), results.get(key)),
      putIfAbsent: async (key, bytes, type) => (called(), results.putIfAbsent(key, bytes, type)),
      put: async (key, bytes, type) => (called(), results.put(key, bytes, type)),
      putIfUnchanged: async (key, etag, bytes, type) => (called(), results.putIfUnchanged(key, etag, bytes, type)),
      remove: async (key) => (called(), results.remove(key)),
    },
    table: { remove: async (id, revision) => (called(), table.remove(id, revision)) },
    deadLetters: { ...store, page: aroundPage(store) },
    rows,
    workers: ['dispatch', ...rows.map(({ name }) => name)],
    retention: { retentionDays: 400, offered: [30, 90, 180] },
    depthsOf: (worker) => [[worker, { countMessages: async () => (worker === 'mail' ? 2 : 0) }]],
    proveIdentity: async () => ({ arn: 'arn:aws:iam::1:user/ada', account: '1' }),
    clock,
    ids: countingIds(),
    log,
  });

  return {
    results,
    table,
    store,
    log,
    put,
    dieAfter(calls: number) {
      callsLeft = calls;
    },
    /** @param remainingMs in the order in which the function asks, the last one for ever */
    erase(asked: Partial<EraseRequest['erase']>, remainingMs: readonly number[] = [300_000]): Promise<EraseAnswer> {
      const times = [...remainingMs];
      const getRemainingTimeInMillis = () => (times.length > 1 ? times.shift() : times[0]) ?? 0;
      const named = asked.dryRun ? {} : { erasure: 'erasure-1', reason: 'somebody asked' };
      const request = { erase: { sources: ['shop'], ...named, ...asked } };
      return answer(request, { awsRequestId: 'request-1', getRemainingTimeInMillis });
    },
    /** Everything but receipts, in words that do not depend on how it is packed. */
    kept(): readonly string[] {
      const texts = [...results.stored].flatMap(([key, { bytes }]) => {
        if (key.startsWith('erasures/')) return [];
        if (!key.endsWith('.gz')) return [key];
        const lines = gunzipSync(bytes).toString().trimEnd().split('\n');
        return lines.map((line) => `${key.slice(0, key.lastIndexOf('/'))} ${line}`);
      });
      return [...texts, ...[...table.items.keys()].map((id) => `dead letter ${id}`)].toSorted();
    },
  };
}
