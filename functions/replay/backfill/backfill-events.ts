import { checkWorker } from '#shared/dead-letters/check-worker.ts';
import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import type { Outcome } from '#shared/dead-letters/outcome.ts';
import type { ReplayMark } from '#shared/messages/replay-mark.ts';
import type { Objects, Queue, QueueMessage } from '#shared/ports.ts';
import type { WorkerRow } from '#shared/workers/worker-row.ts';
import type { Action, Hold, RunSpan } from '../candidate.ts';
import type { ArchivedEvent, BackfillCandidate } from './backfill-candidate.ts';
import type { BackfillRequest } from './backfill-request.ts';
import { checkInEvents } from './check-in-events.ts';
import { chooseEvents, EVENTS_MAX } from './choose-events.ts';
import { createIsWanted } from './is-wanted.ts';

export interface BackfillPorts {
  /** Where the archive is, and the bodies that are too large for a message. */
  readonly results: Objects;
  readonly queueOf: (worker: string) => Queue;
  readonly rows: readonly WorkerRow[];
}

/** Of an event that was named. */
const NOT_MET = 'not in this span of the archive, or not meant by the rest of the request';

const MAY_BE_SENT = 'its call died: it was sent, or it was not and another backfill can send it';

/**
 * Archived events → the queue of one worker, each once. What the worker has done already it does not do again: markers and
 * results of its own tell. Where a page was begun and nobody knows what became of it, all of it is sent again.
 * @throws {Error} for a worker that is not there, or an expression that is none
 */
export function createBackfillEvents(request: BackfillRequest, ports: BackfillPorts): Action<BackfillCandidate> {
  const { to, between } = request;
  checkWorker(
    to,
    ports.rows.map(({ name }) => name),
  );
  const isWanted = createIsWanted(request, ports.rows.find(({ name }) => name === to) ?? {});
  const markOf = ({ run }: RunSpan): ReplayMark => ({
    run,
    count: 1,
    backfill: true,
    ...(request.force && { force: true }),
  });

  let reached: string | undefined;
  /** What reading one line of 30 MiB takes is enough for a function of a gigabyte: one page's are read after another's. */
  let checkedIn: Promise<unknown> = Promise.resolve();
  const checkIn = (large: readonly ArchivedEvent[], mark: ReplayMark, hold: Hold | undefined) => {
    const messages = checkedIn.then(() => checkInEvents(large, mark, ports.results, hold));
    // Whoever asked is told why it failed; the next one only waits for its end.
    checkedIn = messages.catch(() => undefined);
    return messages;
  };

  return {
    kind: 'backfill',
    sendsTo: to,
    async *candidates(span, onSettled, begin) {
      const { startedAt, before } = span;
      const until = between.until === undefined ? before : new Date(between.until);
      const chosen = chooseEvents(
        {
          to,
          from: new Date(between.from),
          until,
          startedAt,
          isWanted,
          mark: markOf(span),
          after: begin?.after,
          eventsMax: Math.max(0, EVENTS_MAX - (begin?.seen ?? 0)),
          onObjectEnd: (key) => (reached = key),
        },
        ports.results,
      );
      const unmet = new Set(request.ids?.map((id) => deadLetterId(to, id)));
      for await (const candidate of chosen) {
        if (candidate) unmet.delete(candidate.id);
        yield candidate;
      }
      onSettled([...unmet].map((id) => ({ id, outcome: 'skipped', because: NOT_MET })));
    },
    async act(page, span, hold) {
      const { events, unusable } = split(page);
      const large = events.filter(({ message }) => !message);
      const put = large.length > 0 ? await checkIn(large, markOf(span), hold) : undefined;
      const messages = events.map(({ id, message }) => message ?? put?.get(id));
      await hold?.();
      return [...(await send(events, messages, ports.queueOf(to))), ...unusable.map(failedLine)];
    },
    async foresee(page) {
      const { events, unusable } = split(page);
      const outcomes = events.map(({ id }): Outcome => ({ id, outcome: 'replayed' }));
      return {
        outcomes: [...outcomes, ...unusable.map(failedLine)],
        describe: (chosen) =>
          'because' in chosen ? { id: chosen.id } : { id: chosen.id, source: chosen.source, type: chosen.type },
      };
    },
    reached: () => reached,
    // Nobody but the worker knows whether it was sent: it is met again, and sent again, unless the run is to end.
    recover: async (ids, _span, may) =>
      may === 'finish' ? [] : ids.map((id) => ({ id, outcome: 'unknown', because: MAY_BE_SENT })),
  };
}

function split(page: readonly BackfillCandidate[]) {
  const events: ArchivedEvent[] = [];
  const unusable: Extract<BackfillCandidate, { because: string }>[] = [];
  for (const one of page) {
    if ('because' in one) unusable.push(one);
    else events.push(one);
  }
  return { events, unusable };
}

const failedLine = ({ id, because }: { readonly id: string; readonly because: string }): Outcome => ({
  id,
  outcome: 'failed',
  error: new Error(because),
});

async function send(
  events: readonly ArchivedEvent[],
  messages: readonly (QueueMessage | Error | undefined)[],
  queue: Queue,
): Promise<readonly Outcome[]> {
  const ready = messages.filter(isMessage);
  const errors = await queue.sendAll(ready);
  const errorOf = new Map(ready.map((message, index) => [message, errors[index]]));
  return events.map(({ id }, index): Outcome => {
    const message = messages[index];
    const error = isMessage(message) ? errorOf.get(message) : (message ?? new Error('It has no message'));
    return error ? { id, outcome: 'failed', error } : { id, outcome: 'replayed' };
  });
}

const isMessage = (message: QueueMessage | Error | undefined): message is QueueMessage =>
  message !== undefined && !(message instanceof Error);
