import pMap from 'p-map';
import { ARCHIVE_PREFIX } from '#shared/archive/read-archive.ts';
import { isDeadLetter, type StoredDeadLetter, type UnreadDeadLetter } from '#shared/dead-letters/dead-letter-store.ts';
import { deadLetterStateSchema, type DeadLetter } from '#shared/messages/dead-letter.ts';
import type { ErasedEvents } from '#shared/messages/erase-request.ts';
import type { Revision } from '#shared/ports.ts';
import { eraseClaimChecks, eraseSignedBodies } from './erase-claim-checks.ts';
import { eraseTraces } from './erase-traces.ts';
import { countEvents, noCounts, type Counts, type Ended, type Erasing } from './erasing.ts';
import { judgeDeadLetter, mayBeMeant, type MeantDeadLetter } from './judge-dead-letter.ts';

/** Their messages are held together: at 256 KiB each 25 MB. */
const PAGE_LENGTH = 100;
/** Calls under way at once, few enough for the client's 50 sockets. */
const CALLS_AT_ONCE = 16;
/** Whoever wrote in between has moved it on: the next look nearly always decides. */
const ATTEMPTS_MAX = 4;

/** Of a run that moves dead letters for as long as this one looks, nobody waits for the end. */
const PASSES_MAX = 3;

/**
 * Dead letters by what they themselves are about, so that those of events that never reached the archive are found too.
 * One whose state changes may leave a list just before it is read, so all are walked twice at least, and until nothing more is found.
 * @param reached where an earlier call had ended: `<which pass, worker and state>[<where in its traces>]:<the table's own word>`
 */
export async function eraseDeadLetters(reached: string | undefined, erasing: Erasing): Promise<Ended> {
  const { workers, deadLetters, counts } = erasing;
  const lists = workers.flatMap((worker) => deadLetterStateSchema.options.map((state) => ({ worker, state })));
  const [, ofNumber = '0', ofPlace, ofPage = ''] = /^(\d+)(?:\[([^\]]*)\])?:([^]*)$/.exec(reached ?? '') ?? [];
  let [next, within] = [ofPage === '' ? undefined : ofPage, ofPlace];
  let hasFound = false;
  // What an earlier call did in this pass nobody knows.
  let isWhole = reached === undefined;
  const passes = erasing.isDryRun ? 1 : PASSES_MAX;
  for (let number = Number(ofNumber); number < lists.length * passes; number += 1) {
    if (number > 0 && number % lists.length === 0) {
      if (isWhole && !hasFound && number > lists.length) return 'done';
      [hasFound, isWhole] = [false, true];
    }
    const list = lists[number % lists.length];
    if (!list) break;
    do {
      if (erasing.isTimeOver()) return 'time is over';
      const begin = next ?? '';
      // oxlint-disable no-await-in-loop -- each page says where the next one begins
      const page = await deadLetters.page({ ...list, limit: PAGE_LENGTH, ...(begin !== '' && { after: begin }) });
      // Those that stay are met in each pass.
      const counted = number < lists.length ? counts : noCounts();
      const before = counts.deadLetters;
      const named = page.deadLetters.map((summary) => ({ summary, isNamed: mayBeMeant(summary, erasing.isMeant) }));
      const ended = await erasePage(
        named.filter(({ isNamed }) => isNamed === true).map(({ summary }) => summary.id),
        { within, counted, onReached: (place) => erasing.onReached(`${number}[${place}]:${begin}`) },
        erasing,
      );
      hasFound ||= counts.deadLetters > before;
      if (ended !== 'done') return ended;
      counted.unreadable += page.unreadable.length + named.filter(({ isNamed }) => isNamed === 'unreadable').length;
      [next, within] = [page.next, undefined];
      await erasing.onReached(next === undefined ? `${number + 1}:` : `${number}:${next}`);
      // oxlint-enable no-await-in-loop
    } while (next !== undefined);
  }
  if (hasFound && !erasing.isDryRun) erasing.onUnsettled();
  return 'done';
}

interface Page {
  readonly within: string | undefined;
  readonly counted: Pick<Counts, 'undecided' | 'unreadable'>;
  readonly onReached: (place: string) => Promise<void>;
}

async function erasePage(
  ids: readonly string[],
  { within, counted, onReached }: Page,
  erasing: Erasing,
): Promise<Ended> {
  if (ids.length === 0) return 'done';
  const stored = await erasing.deadLetters.getMany(ids);
  const meant: MeantRecord[] = [];
  const stays: ('undecided' | 'unreadable')[] = [];
  for (const one of stored.values()) {
    // oxlint-disable-next-line no-await-in-loop -- one body of 4 MiB is held at a time
    const judged = await judge(one, erasing);
    if (typeof judged === 'string') stays.push(judged);
    else if (judged) meant.push(judged);
  }
  if (meant.length > 0) {
    if (within === undefined) await erasing.onFound(meant.map(toErased));
    const ended = await eraseUnarchived(meant, within, erasing, onReached);
    if (ended !== 'done') return ended;
    // The record goes last: by it the others are found again where a call dies.
    for (const { receivedAt, claimChecks, signedBodies } of meant.map(toErased)) {
      // oxlint-disable no-await-in-loop -- one or two of each
      await eraseClaimChecks(claimChecks, erasing);
      await eraseSignedBodies(signedBodies, receivedAt, erasing);
      // oxlint-enable no-await-in-loop
    }
    await pMap(meant, (one) => eraseRecord(one, erasing), { concurrency: CALLS_AT_ONCE });
  }
  for (const why of stays) counted[why] += 1;
  return 'done';
}

interface MeantRecord extends MeantDeadLetter {
  readonly record: DeadLetter;
  readonly revision: Revision;
}

async function judge(
  { record, revision }: StoredDeadLetter | UnreadDeadLetter,
  erasing: Erasing,
): Promise<MeantRecord | 'undecided' | 'unreadable' | undefined> {
  if ('unreadable' in record) return 'unreadable';
  // A stub has no message: it is no dead letter by now.
  if (!isDeadLetter(record)) return undefined;
  const judged = await judgeDeadLetter(record, erasing);
  if (judged === 'not meant') return undefined;
  return typeof judged === 'string' ? judged : { ...judged, record, revision };
}

const toErased = ({ record, eventIds, claimChecks, signedBodies }: MeantRecord): ErasedEvents => ({
  source: record.source ?? '',
  receivedAt: record.receivedAt ?? '',
  ids: [...eventIds],
  claimChecks: [...claimChecks],
  signedBodies: [...signedBodies],
});

/**
 * Of an event that the archive does not have, nobody else finds what other workers made of it.
 * @param within `<hour>~<where in its traces>`
 */
async function eraseUnarchived(
  meant: readonly MeantRecord[],
  within: string | undefined,
  erasing: Erasing,
  onReached: (place: string) => Promise<void>,
): Promise<Ended> {
  const archives = new Set(
    erasing.rows.filter(({ resultsPrefix }) => resultsPrefix === ARCHIVE_PREFIX).map(({ name }) => name),
  );
  const ofArchive = meant
    .filter(({ record }) => archives.has(record.worker))
    .map((one) => ({ ...toErased(one), claimChecks: [], signedBodies: [] }));
  const hours = [...Map.groupBy(ofArchive, ({ receivedAt }) => receivedAt.slice(0, 13))].toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  const [ofHour = '', ofPlace] = (within ?? '').split('~');
  for (const [hour, sameHour] of hours) {
    const events = sameHour.filter(({ ids }) => ids.some((id) => !erasing.events.has(id)));
    // What came into an hour that is done is found in the next pass.
    if (events.length === 0 || hour < ofHour) continue;
    // oxlint-disable-next-line no-await-in-loop -- one hour's objects are enough to hold at a time
    const ended = await eraseTraces({ events, after: hour === ofHour ? ofPlace : undefined }, erasing, (place) =>
      onReached(`${hour}~${place}`),
    );
    if (ended !== 'done') return ended;
  }
  return 'done';
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
