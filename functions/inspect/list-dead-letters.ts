import * as v from 'valibot';
import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import { isUnreadable } from '#shared/dead-letters/read-record.ts';
import type { DeadLetterPage, DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import type { ListAnswer, ListRequest } from '#shared/messages/inspect-request.ts';
import type { Log } from '#shared/ports.ts';
import { summaryOf } from './summary-of.ts';

type Store = Pick<DeadLetterStore, 'getMany' | 'page' | 'pageByFingerprint'>;

/** Where a list goes on: in which of its parts, and behind what of it. */
const cursorSchema = v.strictObject({
  part: v.pipe(v.number(), v.integer(), v.minValue(0)),
  after: v.optional(v.string()),
});

type Cursor = v.InferOutput<typeof cursorSchema>;

/** One page of a list. A list of ids or fingerprints has a part for each of them, one after the other. */
export async function listDeadLetters(request: ListRequest, store: Store, log: Pick<Log, 'warn'>): Promise<ListAnswer> {
  const { limit } = request;
  const partsMax = request.ids?.length ?? request.fingerprints?.length ?? 1;
  const deadLetters: DeadLetterSummary[] = [];
  const unreadable: string[] = [];
  let cursor: Cursor | undefined = readCursor(request.cursor);
  while (cursor && cursor.part < partsMax && deadLetters.length < limit) {
    const left = limit - deadLetters.length;
    const page: PartPage = request.ids
      ? await pageOfIds({ ...request, ids: request.ids }, cursor, left, store)
      : await pageOfIndex(request, cursor, left, store);
    deadLetters.push(...page.deadLetters.filter(({ worker }) => worker === request.from));
    unreadable.push(...page.unreadable.filter((id) => id.startsWith(deadLetterId(request.from, ''))));
    cursor = page.next;
  }
  const isMore = cursor && cursor.part < partsMax;
  if (unreadable.length > 0) warnOfUnreadable(unreadable, log);
  return {
    deadLetters,
    ...(unreadable.length > 0 && { unreadable: unreadable.length }),
    ...(isMore && { cursor: writeCursor(cursor) }),
  };
}

/** A line has a few of their ids; whoever needs all of them asks for smaller pages. */
const LOGGED_IDS_MAX = 20;

function warnOfUnreadable(ids: readonly string[], log: Pick<Log, 'warn'>): void {
  log.warn('Dead letters were left out that this code cannot read', {
    count: ids.length,
    ids: ids.slice(0, LOGGED_IDS_MAX),
  });
}

interface PartPage {
  readonly deadLetters: readonly DeadLetterSummary[];
  readonly unreadable: readonly string[];
  readonly next: Cursor;
}

async function pageOfIds(
  { from, ids, state }: ListRequest & { readonly ids: readonly string[] },
  { part }: Cursor,
  limit: number,
  store: Store,
): Promise<PartPage> {
  const asked = ids.slice(part, part + limit).map((id) => deadLetterId(from, id));
  const found = await store.getMany(asked);
  const deadLetters = asked.flatMap((id) => summaryOf(found.get(id)?.record) ?? []);
  return {
    deadLetters: deadLetters.filter((deadLetter) => deadLetter.state === state),
    // Of these nobody can tell the state.
    unreadable: asked.filter((id) => isUnreadable(found.get(id)?.record ?? {})),
    next: { part: part + asked.length },
  };
}

async function pageOfIndex(
  { from, fingerprints, state, newestFirst }: ListRequest,
  { part, after }: Cursor,
  limit: number,
  store: Store,
): Promise<PartPage> {
  const fingerprint = fingerprints?.[part];
  const options = { state, newestFirst, limit, ...(after !== undefined && { after }) };
  const page: DeadLetterPage =
    fingerprint === undefined
      ? await store.page({ worker: from, ...options })
      : await store.pageByFingerprint({ fingerprint, ...options });
  const next = page.next === undefined ? { part: part + 1 } : { part, after: page.next };
  return { deadLetters: page.deadLetters, unreadable: page.unreadable, next };
}

const writeCursor = (cursor: Cursor) => Buffer.from(JSON.stringify(cursor)).toString('base64url');

function readCursor(text: string | undefined): Cursor {
  if (text === undefined) return { part: 0 };
  const schema = v.pipe(v.string(), v.parseJson(), cursorSchema);
  const parsed = v.safeParse(schema, Buffer.from(text, 'base64url').toString());
  if (parsed.success) return parsed.output;
  throw new Error('This is no request to inspect: list.cursor: is not the cursor of an answer');
}
