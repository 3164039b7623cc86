import { hash } from 'node:crypto';
import pMap from 'p-map';
import * as v from 'valibot';
import { listSpan } from '#shared/archive/list-span.ts';
import { ARCHIVE_PREFIX } from '#shared/archive/read-archive.ts';
import { readObjects } from '#shared/archive/read-objects.ts';
import { rewriteObject } from '#shared/archive/rewrite-object.ts';
import { archivedBytes, readArchiveLine, type ArchiveLine } from '#shared/messages/archive-line.ts';
import { bodyPointerSchema, claimCheckKey } from '#shared/messages/body.ts';
import type { ErasedEvents } from '#shared/messages/erase-request.ts';
import type { ObjectListing } from '#shared/ports.ts';
import { eraseTraces } from './erase-traces.ts';
import { countEvents, type Ended, type Erasing } from './erasing.ts';

/**
 * A page is of one hour, whose results are looked through once for all of it: the more the better, as far as it is read
 * well within a minute and its events fit into memory.
 */
const OBJECTS_OF_PAGE = 512;
const BYTES_OF_PAGE = 64 * 1024 * 1024;
/** Each is 20 MB at the worst. */
const OBJECTS_AT_ONCE = 4;
/**
 * A body of fewer never makes a message too large, even where each byte is escaped by six: 200 KiB with an envelope of 56.
 * Whether a smaller one was put into the bucket is not asked: it would cost a call for each event.
 */
const LARGE_BYTES_MIN = 24 * 1024;

/**
 * Archived events, and all that came of them. The archive goes last: by it the others are found again where a call dies.
 * @param reached `<key behind which an earlier call had ended>#<last key of the page it was at>#<where in their traces>`
 */
export async function eraseArchived(reached: string | undefined, erasing: Erasing): Promise<Ended> {
  const { isMeant, results } = erasing;
  const [after = '', ofLast = '', ofPlace] = (reached ?? '').split('#');
  const span = { from: new Date(isMeant.fromMs), until: new Date(isMeant.untilMs) };
  const listed = listSpan({ ...span, prefix: ARCHIVE_PREFIX, after: after === '' ? undefined : after }, results);
  let [before, last, within] = [after, ofLast, ofPlace];
  for await (const page of pagesOf(listed, last)) {
    if (erasing.isTimeOver()) return 'time is over';
    const end = page.at(-1) ?? '';
    const ended = await erasePage(page, within, erasing, (place) => erasing.onReached(`${before}#${end}#${place}`));
    if (ended !== 'done') return ended;
    await erasing.onReached(end);
    [before, last, within] = [end, '', undefined];
  }
  return 'done';
}

/** @param last where the first one ends, if an earlier call was at it: objects that came meanwhile are of the next one */
async function* pagesOf(listed: AsyncIterable<ObjectListing>, last: string): AsyncGenerator<readonly string[]> {
  let page: string[] = [];
  let pageBytes = 0;
  for await (const { key, bytes } of listed) {
    const [first = key] = page;
    const isFull = page.length >= OBJECTS_OF_PAGE || (page.length > 0 && pageBytes + bytes > BYTES_OF_PAGE);
    if (isFull || folderOf(first) !== folderOf(key) || (last !== '' && first <= last && key > last)) {
      yield page;
      page = [];
      pageBytes = 0;
    }
    page.push(key);
    pageBytes += bytes;
  }
  if (page.length > 0) yield page;
}

const folderOf = (key: string) => key.slice(0, key.lastIndexOf('/'));

async function erasePage(
  keys: readonly string[],
  within: string | undefined,
  erasing: Erasing,
  onReached: (place: string) => Promise<void>,
): Promise<Ended> {
  const found = await pMap(keys, (key) => findIn(key, erasing), { concurrency: OBJECTS_AT_ONCE });
  const touched = found.filter((one) => one.events.length > 0);
  const events = ofSources(touched.flatMap((one) => one.events));
  if (events.length > 0) {
    if (within === undefined) await erasing.onFound(events);
    const ended = await eraseTraces({ events, after: within }, erasing, onReached);
    if (ended !== 'done') return ended;
    await pMap(touched, (one) => eraseLines(one, erasing), { concurrency: OBJECTS_AT_ONCE });
  }
  erasing.counts.unreadable += found.reduce((sum, { unreadable }) => sum + unreadable, 0);
  return 'done';
}

interface FoundEvent {
  readonly id: string;
  readonly source: string;
  readonly receivedAt: string;
  readonly claimChecks: readonly string[];
  readonly signedBodies: readonly string[];
}

const ofSources = (events: readonly FoundEvent[]): readonly ErasedEvents[] =>
  [...Map.groupBy(events, ({ source }) => source)].map(([source, some]) => ({
    source,
    receivedAt: some[0]?.receivedAt ?? '',
    ids: [...new Set(some.map(({ id }) => id))],
    claimChecks: [...new Set(some.flatMap(({ claimChecks }) => claimChecks))],
    signedBodies: [...new Set(some.flatMap(({ signedBodies }) => signedBodies))],
  }));

async function findIn(key: string, { isMeant, results }: Erasing) {
  const events: FoundEvent[] = [];
  let unreadable = 0;
  for await (const read of readObjects(listingOf(key), results)) {
    const line = 'damage' in read ? 'unreadable' : readLine(read.text);
    if (line === 'unreadable') unreadable += 1;
    else if (isLineMeant(line, isMeant)) events.push(foundEvent(line));
  }
  return { key, events, unreadable };
}

async function* listingOf(key: string) {
  yield { key, bytes: 0 };
}

async function eraseLines(
  { key, events }: { readonly key: string; readonly events: readonly FoundEvent[] },
  erasing: Erasing,
): Promise<void> {
  const { isMeant, results, counts, retentionOfRest } = erasing;
  const rewritten = await rewriteObject(
    {
      key,
      isErased(text) {
        const line = readLine(text);
        return line !== 'unreadable' && isLineMeant(line, isMeant);
      },
      retentionDays: (text) => retentionOfRest(key, text),
    },
    results,
  );
  if ('erased' in rewritten) counts.archiveLines += rewritten.erased;
  countEvents(
    events.map(({ id }) => id),
    erasing,
  );
}

function readLine(text: string): ArchiveLine | 'unreadable' {
  try {
    return readArchiveLine(text);
  } catch {
    // It is counted, and stays: nobody can tell whose it is.
    return 'unreadable';
  }
}

const isLineMeant = (line: ArchiveLine, isMeant: Erasing['isMeant']) =>
  isMeant.byName({ id: line.id, type: line.type, source: line.source, receivedAt: line.time }) &&
  (!isMeant.asksBodies || isMeant.byBody(archivedBytes(line)));

const elementSchema = v.pipe(v.string(), v.parseJson(), v.object({ signedBody: bodyPointerSchema }));

function foundEvent(line: ArchiveLine): FoundEvent {
  const bytes = archivedBytes(line);
  const own = bytes.length < LARGE_BYTES_MIN ? [] : [hash('sha256', bytes, 'hex')];
  const element = v.safeParse(elementSchema, line.element);
  return {
    id: line.id,
    source: line.source,
    receivedAt: line.time,
    claimChecks: own.map((sha256) => claimCheckKey(`${line.source}/${line.deliveryid}`, sha256)),
    signedBodies: element.success ? [element.output.signedBody.key] : [],
  };
}
