import { GiveUp, RetryLater } from '#shared/errors.ts';
import type { Clock, Objects } from '#shared/ports.ts';
import * as v from 'valibot';
import type { Worker } from '../worker.ts';
import { toEntry, entrySchema, type Entry } from './entry.ts';
import { entryKey } from './entry-key.ts';
import { providerMovements } from './movements/index.ts';
import { readMovements } from './read-movements.ts';
import { readSignedBody } from './signed-body.ts';

export interface RecordedEntry {
  readonly key: string;
  /** `before` when another telling of the same movement, or an earlier attempt at this one, came first. */
  readonly recorded: 'now' | 'before';
}

export interface RecordMovementsPorts {
  readonly entries: Objects;
  /** Where entries lie, ending in `/`. */
  readonly prefix: string;
  readonly clock: Clock;
}

/** One entry per movement that the event tells; the entry itself is the marker, and is never written twice. */
export function createRecordMovements(ports: RecordMovementsPorts) {
  const recordMovements: Worker<{ readonly entries: readonly RecordedEntry[] }> = async (
    event,
    { readBody, deadline, noteDuplicate },
  ) => {
    const described = providerMovements.find(({ provider }) => provider === event.provider);
    if (!described) return { entries: [] };
    const movements = readMovements(readSignedBody(await readBody()), event.type, described);
    const told = {
      source: event.source,
      eventId: event.id,
      deliveryId: event.deliveryId,
      recordedAt: ports.clock.now().toISOString(),
    };
    // All of them are checked before the first one is written.
    const entries = movements.map((movement) => toEntry(movement, told));
    const recorded: RecordedEntry[] = [];
    for (const entry of entries) {
      if (deadline.aborted) throw new RetryLater("The function's time ran out between two entries");
      recorded.push(await record(entry, ports));
    }
    if (recorded.length > 0 && recorded.every((one) => one.recorded === 'before')) noteDuplicate();
    return { entries: recorded };
  };
  return recordMovements;
}

async function record(entry: Entry, { entries, prefix }: RecordMovementsPorts): Promise<RecordedEntry> {
  const key = entryKey(entry, prefix);
  const bytes = Buffer.from(JSON.stringify(entry), 'utf8');
  const outcome = await entries.putIfAbsent(key, bytes, { contentType: 'application/json' });
  if (outcome === 'stored') return { key, recorded: 'now' };
  checkAgrees(entry, await readEntry(key, entries), key);
  return { key, recorded: 'before' };
}

async function readEntry(key: string, entries: Objects): Promise<Entry> {
  const stored = await entries.get(key);
  if (stored === 'missing') throw new RetryLater(`The entry ${key} was there and is gone`);
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), entrySchema), stored.bytes.toString('utf8'));
  if (parsed.success) return parsed.output;
  throw new GiveUp(`The entry ${key} is damaged: look at it before this event is replayed`);
}

/** Money that is told in two ways is for a human to decide; the first telling stays. */
function checkAgrees(told: Entry, kept: Entry, key: string): void {
  const differs = (['currency', 'amountMinor'] as const).filter((field) => told[field] !== kept[field]);
  if (differs.length === 0) return;
  throw new GiveUp(`This event tells another ${differs.join(' and ')} than the entry ${key}, which stays as it is`);
}
