import { checkWorker } from '#shared/dead-letters/check-worker.ts';
import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import { isDeadLetter, type DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { isUnreadable } from '#shared/dead-letters/read-record.ts';
import { bodyBytes } from '#shared/messages/body.ts';
import { readCarried } from '#shared/messages/carried.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { ShowAnswer, ShowRequest, ShownDeadLetter } from '#shared/messages/inspect-request.ts';
import type { Log, Objects } from '#shared/ports.ts';
import type { RedactionLookup } from './redaction-lookup.ts';
import { showBody } from './show-body.ts';

export interface ShowPorts {
  readonly store: Pick<DeadLetterStore, 'getMany'>;
  readonly results: Pick<Objects, 'get'>;
  readonly redaction: RedactionLookup;
  readonly workers: readonly string[];
  readonly log: Pick<Log, 'warn'>;
  /** Of this invocation: CloudTrail tells whose it was. */
  readonly requestId: string;
}

/**
 * Event bodies of one answer together. Lambda answers with 6 MB, the messages themselves take their part of it, and what is
 * text in JSON is a little longer than it was.
 */
const EVENT_BODIES_BYTES_MAX = 3 * 1024 * 1024;

/** All that is known of one dead letter, or of each worker's of one event; none where there is none. */
export async function showDeadLetters(request: ShowRequest, ports: ShowPorts): Promise<ShowAnswer> {
  const { store, workers } = ports;
  const { id } = request;
  const ids = id.includes('/') ? [id] : workers.map((worker) => deadLetterId(worker, id));
  if (id.includes('/')) checkWorker(id.slice(0, id.indexOf('/')), workers);
  const stored = await store.getMany(ids);
  const records = ids.flatMap((one) => stored.get(one)?.record ?? []);
  const found = records.filter(isDeadLetter);
  const unread = records.filter(isUnreadable);
  const [first] = unread;
  if (first && found.length === 0) throw new Error(`The dead letter ${first.id} cannot be read: ${first.unreadable}`);
  return { deadLetters: await showEach(found, request, ports), ...(first && { unreadable: unread.length }) };
}

async function showEach(
  found: readonly DeadLetter[],
  { body, reveal }: ShowRequest,
  { redaction, results, log, requestId }: ShowPorts,
): Promise<ShownDeadLetter[]> {
  if (!body) return found.map(withoutBody);
  if (reveal) {
    // Whoever looks behind the policy is to be found by it.
    log.warn('Bodies are shown without redaction', { ids: found.map(({ id }) => id), requestId });
  }
  let bytesLeft = EVENT_BODIES_BYTES_MAX;
  const takeBytes = (bytes: number) => {
    if (bytes > bytesLeft) return 'too-large';
    bytesLeft -= bytes;
    return 'fits';
  };
  const shown: ShownDeadLetter[] = [];
  for (const deadLetter of found) {
    const ports = { results, takeBytes, redaction: reveal ? ('reveal' as const) : redaction };
    // oxlint-disable-next-line no-await-in-loop -- a large body is held one at a time
    shown.push({ ...withoutBody(deadLetter), ...(await showBody(deadLetter, ports)) });
  }
  return shown;
}

function withoutBody({ body, ...rest }: DeadLetter): ShownDeadLetter {
  const carried = readCarried(body);
  return { ...rest, bodyBytes: carried ? bodyBytes(carried.body) : Buffer.byteLength(body) };
}
