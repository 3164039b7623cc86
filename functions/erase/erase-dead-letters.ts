import pMap from 'p-map';
import { ARCHIVE_PREFIX } from '#shared/archive/read-archive.ts';
import { isDeadLetter, type StoredDeadLetter, type UnreadDeadLetter } from '#shared/dead-letters/dead-letter-store.ts';
import { deadLetterStateSchema, type DeadLetter } from '#shared/messages/dead-letter.ts';
import type { Revision } from '#shared/ports.ts';
import { eraseClaimChecks } from './erase-claim-checks.ts';
import { eraseResults } from './erase-results.ts';
import { countEvents, type Erasing } from './erasing.ts';
import { judgeDeadLetter, mayBeMeant, type MeantDeadLetter } from './judge-dead-letter.ts';

/** Their messages are held together: at 256 KiB each 25 MB. */
const PAGE_LENGTH = 100;
/** Calls under way at once, few enough for the client's 50 sockets. */
const CALLS_AT_ONCE = 16;
/** Whoever wrote in between has moved it on: the next look nearly always decides. */
const ATTEMPTS_MAX = 4;

/**
 * Dead letters by what they themselves are about, so that those of events that never reached the archive are found too.
 * @param after where an earlier call had ended: `<which worker and state>:<the table's own word>`
 */
export async function eraseDeadLetters(after: string | undefined, erasing: Erasing): Promise<'done' | 'time is over'> {
  const { workers, deadLetters } = erasing;
  const lists = workers.flatMap((worker) => deadLetterStateSchema.options.map((state) => ({ worker, state })));
  const [, number = '0', begin = ''] = /^(\d+):([^]*)$/.exec(after ?? '') ?? [];
  for (let index = Number(number); index < lists.length; index += 1) {
    const list = lists[index];
    if (!list) break;
    let next: string | undefined = index === Number(number) && begin !== '' ? begin : undefined;
    do {
      if (erasing.isTimeOver()) return 'time is over';
      // oxlint-disable no-await-in-loop -- each page says where the next one begins
      const page = await deadLetters.page({ ...list, limit: PAGE_LENGTH, ...(next !== undefined && { after: next }) });
      erasing.counts.unreadable += page.unreadable.length;
      await erasePage(
        page.deadLetters.filter((summary) => mayBeMeant(summary, erasing.isMeant)).map(({ id }) => id),
        erasing,
      );
      next = page.next;
      await erasing.onReached(next === undefined ? `${index + 1}:` : `${index}:${next}`);
      // oxlint-enable no-await-in-loop
    } while (next !== undefined);
  }
  return 'done';
}

async function erasePage(ids: readonly string[], erasing: Erasing): Promise<void> {
  if (ids.length === 0) return;
  const stored = await erasing.deadLetters.getMany(ids);
  const meant: MeantRecord[] = [];
  for (const one of stored.values()) {
    // oxlint-disable-next-line no-await-in-loop -- one body of 4 MiB is held at a time
    const judged = await judge(one, erasing);
    if (judged) meant.push(judged);
  }
  if (meant.length === 0) return;
  await erasing.onIds(meant.flatMap(({ eventIds }) => eventIds));
  await eraseUnarchived(meant, erasing);
  // The record goes last: by it the others are found again where a call dies.
  await eraseClaimChecks(
    meant.flatMap(({ claimChecks }) => claimChecks),
    erasing,
  );
  await pMap(meant, (one) => eraseRecord(one, erasing), { concurrency: CALLS_AT_ONCE });
}

interface MeantRecord extends MeantDeadLetter {
  readonly record: DeadLetter;
  readonly revision: Revision;
}

async function judge(
  { record, revision }: StoredDeadLetter | UnreadDeadLetter,
  erasing: Erasing,
): Promise<MeantRecord | undefined> {
  // A stub has no message: it is no dead letter by now.
  if (!('unreadable' in record) && !isDeadLetter(record)) return undefined;
  const judged = 'unreadable' in record ? 'unreadable' : await judgeDeadLetter(record, erasing);
  if (judged === 'undecided' || judged === 'unreadable') erasing.counts[judged] += 1;
  if (typeof judged === 'string' || 'unreadable' in record) return undefined;
  return { ...judged, record, revision };
}

/** Of an event that the archive does not have, nobody else finds what other workers made of it. */
async function eraseUnarchived(meant: readonly MeantRecord[], erasing: Erasing): Promise<void> {
  const archives = new Set(
    erasing.rows.filter(({ resultsPrefix }) => resultsPrefix === ARCHIVE_PREFIX).map(({ name }) => name),
  );
  const ofArchive = meant.filter(({ record }) => archives.has(record.worker));
  for (const [hour, sameHour] of Map.groupBy(ofArchive, ({ record }) => (record.receivedAt ?? '').slice(0, 13))) {
    const left = sameHour.flatMap(({ eventIds }) => eventIds).filter((id) => !erasing.events.has(id));
    // oxlint-disable-next-line no-await-in-loop -- one hour's objects are enough to hold at a time
    if (left.length > 0) await eraseResults(new Set(left), hour, erasing);
  }
}

async function eraseRecord({ record, revision, eventIds }: MeantRecord, erasing: Erasing): Promise<void> {
  let expected = revision;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    // oxlint-disable no-await-in-loop -- each attempt answers the one before
    if ((await erasing.table.remove(record.id, expected)) === 'removed') {
      erasing.counts.deadLetters += 1;
      countEvents(eventIds, erasing);
      return;
    }
    const again = (await erasing.deadLetters.getMany([record.id])).get(record.id);
    // A run has claimed or sent it meanwhile: it is about the same event still.
    if (!again || !('body' in again.record)) return;
    expected = again.revision;
    // oxlint-enable no-await-in-loop
  }
  throw new Error(`The dead letter ${record.id} was written by others ${ATTEMPTS_MAX} times in a row`);
}
