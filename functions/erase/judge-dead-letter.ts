import type { Body } from '#shared/messages/body.ts';
import type { DeadLetter, DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import { readDelivery, type Delivery } from '#shared/messages/delivery.ts';
import { readEvent, type Event } from '#shared/messages/event.ts';
import type { Erasing } from './erasing.ts';
import type { IsMeant } from './is-meant.ts';

export interface MeantDeadLetter {
  readonly eventIds: readonly string[];
  /** Where its bytes may lie besides. */
  readonly claimChecks: readonly string[];
  /** Of arrays: other events may have been cut from the same. */
  readonly signedBodies: readonly string[];
}

/** `undecided`: it holds of some of its events, or nobody can tell of which. */
export type Judgement = MeantDeadLetter | 'not meant' | 'undecided' | 'unreadable';

/** By what the index knows; a delivery may hold events of several types and ids. */
export function mayBeMeant(summary: DeadLetterSummary, isMeant: IsMeant): boolean | 'unreadable' {
  const { worker, eventId, source, type = '', receivedAt } = summary;
  // What the keeper could not read has no name, and its message is kept all the same.
  if (source === undefined) return 'unreadable';
  if (receivedAt === undefined) return isMeant.ofSource(source) && 'unreadable';
  return worker === 'dispatch' || isMeant.byName({ id: eventId, type, source, receivedAt });
}

/** One whose body is gone can never be tried again: it is meant by all else that is said. */
export async function judgeDeadLetter(
  { worker, body: message }: DeadLetter,
  { isMeant, results }: Pick<Erasing, 'isMeant' | 'results'>,
): Promise<Judgement> {
  const holds = async (body: Body) => {
    if (!isMeant.asksBodies) return true;
    const bytes = await bytesOf(body, results);
    return bytes === 'missing' || isMeant.byBody(bytes);
  };
  if (worker === 'dispatch') {
    const delivery = readOr(() => readDelivery(message));
    return delivery ? judgeDelivery(delivery, isMeant, holds) : 'unreadable';
  }
  const event = readOr(() => readEvent(message));
  return event ? judgeEvent(event, isMeant, holds) : 'unreadable';
}

type Holds = (body: Body) => Promise<boolean>;

async function judgeEvent(event: Event, isMeant: IsMeant, holds: Holds): Promise<Judgement> {
  if (!isMeant.byName(event) || !(await holds(event.body))) return 'not meant';
  return { eventIds: [event.id], claimChecks: keyOf(event.body), signedBodies: keyOf(event.element?.signedBody) };
}

async function judgeDelivery(delivery: Delivery, isMeant: IsMeant, holds: Holds): Promise<Judgement> {
  const { events, source, receivedAt, body } = delivery;
  const named = events.filter(({ id, type }) => isMeant.byName({ id, type, source, receivedAt }));
  if (named.length === 0) return 'not meant';
  const isArray = events.some(({ pointer }) => pointer !== undefined);
  if (named.length < events.length || (isArray && isMeant.asksBodies)) return 'undecided';
  if (!(await holds(body))) return 'not meant';
  const bodies = isArray
    ? { claimChecks: [], signedBodies: keyOf(body) }
    : { claimChecks: keyOf(body), signedBodies: [] };
  return { eventIds: named.map(({ id }) => id), ...bodies };
}

function readOr<Read>(read: () => Read): Read | undefined {
  try {
    return read();
  } catch {
    // It is counted as unreadable, and stays: nobody can tell what it is about.
    return undefined;
  }
}

async function bytesOf(body: Body, results: Erasing['results']): Promise<Buffer | 'missing'> {
  if ('text' in body) return Buffer.from(body.text, 'utf8');
  if ('base64' in body) return Buffer.from(body.base64, 'base64');
  // Listed and not just read: without the right to list all of the bucket, S3 calls what is missing forbidden.
  for await (const { key } of results.list(body.key)) {
    if (key !== body.key) break;
    const stored = await results.get(key);
    return stored === 'missing' ? stored : stored.bytes;
  }
  return 'missing';
}

const keyOf = (body: Body | undefined): readonly string[] => (body && 'key' in body ? [body.key] : []);
