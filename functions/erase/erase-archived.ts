import { hash } from 'node:crypto';
import pMap from 'p-map';
import * as v from 'valibot';
import { listSpan } from '#shared/archive/list-span.ts';
import { ARCHIVE_PREFIX } from '#shared/archive/read-archive.ts';
import { readObjects } from '#shared/archive/read-objects.ts';
import { rewriteObject } from '#shared/archive/rewrite-object.ts';
import { archivedBytes, readArchiveLine, type ArchiveLine } from '#shared/messages/archive-line.ts';
import { bodyPointerSchema, claimCheckKey } from '#shared/messages/body.ts';
import type { ObjectListing } from '#shared/ports.ts';
import { eraseClaimChecks } from './erase-claim-checks.ts';
import { eraseResults } from './erase-results.ts';
import { countEvents, type Erasing } from './erasing.ts';

/** Of one hour, whose results are looked through once for all of them; small enough to be done well within a minute. */
const OBJECTS_OF_PAGE = 32;
/** Each is 20 MB at the worst. */
const OBJECTS_AT_ONCE = 4;
/**
 * A body of fewer never makes a message too large, even where each byte is escaped by six: 200 KiB with an envelope of 56.
 * Whether a smaller one was put into the bucket is not asked: it would cost a call for each event.
 */
const LARGE_BYTES_MIN = 24 * 1024;

/**
 * Archived events, and all that came of them. The archive goes last: by it the others are found again where a call dies.
 * @param after the key behind which an earlier call had ended
 */
export async function eraseArchived(after: string | undefined, erasing: Erasing): Promise<'done' | 'time is over'> {
  const { isMeant, results } = erasing;
  const span = { from: new Date(isMeant.fromMs), until: new Date(isMeant.untilMs) };
  for await (const page of pagesOf(listSpan({ ...span, prefix: ARCHIVE_PREFIX, after }, results))) {
    if (erasing.isTimeOver()) return 'time is over';
    await erasePage(page, erasing);
    await erasing.onReached(page.at(-1) ?? '');
  }
  return 'done';
}

async function* pagesOf(listed: AsyncIterable<ObjectListing>): AsyncGenerator<readonly string[]> {
  let page: string[] = [];
  for await (const { key } of listed) {
    const [first = key] = page;
    if (page.length >= OBJECTS_OF_PAGE || folderOf(first) !== folderOf(key)) {
      yield page;
      page = [];
    }
    page.push(key);
  }
  if (page.length > 0) yield page;
}

const folderOf = (key: string) => key.slice(0, key.lastIndexOf('/'));

async function erasePage(keys: readonly string[], erasing: Erasing): Promise<void> {
  const found = await pMap(keys, (key) => findIn(key, erasing), { concurrency: OBJECTS_AT_ONCE });
  erasing.counts.unreadable += found.reduce((sum, { unreadable }) => sum + unreadable, 0);
  const events = found.flatMap((one) => one.events);
  const [first] = events;
  if (!first) return;
  const ids = new Set(events.map(({ id }) => id));
  await erasing.onIds([...ids]);
  await eraseResults(ids, first.receivedAt, erasing);
  await eraseClaimChecks(
    events.flatMap(({ claimChecks }) => claimChecks),
    erasing,
  );
  const touched = found.filter((one) => one.events.length > 0);
  await pMap(touched, ({ key }) => eraseLines(key, erasing), { concurrency: OBJECTS_AT_ONCE });
  countEvents([...ids], erasing);
}

interface FoundEvent {
  readonly id: string;
  readonly receivedAt: string;
  /** Where its bytes may lie besides. */
  readonly claimChecks: readonly string[];
}

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

async function eraseLines(key: string, { isMeant, results, counts, retentionOfRest }: Erasing): Promise<void> {
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
    receivedAt: line.time,
    claimChecks: [
      ...own.map((sha256) => claimCheckKey(`${line.source}/${line.deliveryid}`, sha256)),
      ...(element.success ? [element.output.signedBody.key] : []),
    ],
  };
}
