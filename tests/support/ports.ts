// The ports of shared/ports.ts in memory: time stands still, chance is seeded, and everything sent is kept to be looked at.
import { createHash } from 'node:crypto';
import type {
  Attributes,
  Clock,
  HeldMessages,
  Ids,
  Log,
  LogFields,
  Objects,
  Queue,
  Random,
  StoredItem,
  StoredObject,
  Table,
  Topic,
  TopicEntry,
} from '#shared/ports.ts';

export interface FixedClock extends Clock {
  advance(ms: number): void;
}

/** @param start unix seconds, or an instant in ISO 8601 */
export function fixedClock(start: number | string): FixedClock {
  let nowMs = typeof start === 'number' ? start * 1000 : Date.parse(start);
  const sleepers = new Set<{ readonly untilMs: number; readonly wake: () => void }>();
  return {
    now: () => new Date(nowMs),
    sleep: (ms) => new Promise((wake) => sleepers.add({ untilMs: nowMs + ms, wake })),
    advance(ms) {
      nowMs += ms;
      for (const sleeper of sleepers) if (sleeper.untilMs <= nowMs) sleeper.wake();
    },
  };
}

/** A linear congruential generator (Numerical Recipes): the same numbers for the same seed, on every machine. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    fraction() {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    },
  };
}

export const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

export function countingIds(): Ids {
  let count = 0;
  return {
    unique: () => String((count += 1)).padStart(32, '0'),
    traceparent: () => TRACEPARENT,
  };
}

export interface RecordingQueue extends Queue {
  readonly sent: { readonly body: string; readonly attributes: Attributes }[];
  /** From now on sends fail with this, or no longer when undefined. */
  failWith(error: Error | undefined): void;
}

export function recordingQueue(): RecordingQueue {
  const sent: RecordingQueue['sent'] = [];
  let failure: Error | undefined;
  return {
    sent,
    failWith(error) {
      failure = error;
    },
    async send(message) {
      if (failure) throw failure;
      sent.push(message);
    },
    async sendAll(messages) {
      if (!failure) sent.push(...messages);
      return messages.map(() => failure);
    },
  };
}

export interface RecordingHeldMessages extends HeldMessages {
  readonly postponed: { readonly receiptHandle: string; readonly seconds: number }[];
}

/** @param refuse what SQS would say against this message */
export function recordingHeldMessages(
  refuse: (receiptHandle: string) => Error | undefined = () => undefined,
): RecordingHeldMessages {
  const postponed: RecordingHeldMessages['postponed'] = [];
  return {
    postponed,
    async postpone(messages) {
      const errors = messages.map(({ receiptHandle }) => refuse(receiptHandle));
      postponed.push(...messages.filter((_, index) => errors[index] === undefined));
      return errors;
    },
  };
}

export interface MemoryTable extends Table {
  /** Everything in it, by id. */
  readonly items: Map<string, StoredItem>;
  /** What was asked of the table, in order: `put some/id`. */
  readonly calls: string[];
  failWith(error: Error | undefined): void;
}

/** @param indexes index → its partition and sort attributes; unlike DynamoDB's, they never lag behind */
export function memoryTable(
  indexes: Readonly<Record<string, { readonly partition: string; readonly sort: string }>> = {},
): MemoryTable {
  const items: MemoryTable['items'] = new Map();
  const calls: string[] = [];
  let failure: Error | undefined;
  let revisions = 0;
  const called = (call: string) => {
    calls.push(call);
    if (failure) throw failure;
  };
  const copyOf = (stored: StoredItem): StoredItem => structuredClone(stored);
  const listed = ({ index, partition }: { readonly index: string; readonly partition: string }) => {
    const attributes = indexes[index];
    if (!attributes) throw new Error(`There is no index ${index}`);
    const textOf = (item: unknown, name: string) => String((item as Record<string, unknown>)[name]);
    return [...items.entries()]
      .filter(([, { item }]) => textOf(item, attributes.partition) === partition)
      .map(([id, { item }]) => ({ id, item, sort: `${textOf(item, attributes.sort)} ${id}` }))
      .toSorted((a, b) => (a.sort < b.sort ? -1 : Number(a.sort !== b.sort)));
  };
  return {
    items,
    calls,
    failWith(error) {
      failure = error;
    },
    async get(id) {
      called(`get ${id}`);
      const stored = items.get(id);
      return stored && copyOf(stored);
    },
    async getMany(ids) {
      called(`getMany ${ids.length}`);
      return new Map(ids.flatMap((id) => (items.has(id) ? [[id, copyOf(items.get(id) as StoredItem)] as const] : [])));
    },
    async put(item, expected) {
      called(`put ${item.id}`);
      if ((items.get(item.id)?.revision ?? 'absent') !== expected) return 'conflict';
      const revision = `r${(revisions += 1)}`;
      items.set(item.id, { item: JSON.parse(JSON.stringify(item)), revision });
      return revision;
    },
    async remove(id, expected) {
      called(`remove ${id}`);
      if (items.has(id) && items.get(id)?.revision !== expected) return 'conflict';
      items.delete(id);
      return 'removed';
    },
    async query({ index, partition, newestFirst = false, after, limit = 100 }) {
      called(`query ${index} ${partition}`);
      const all = newestFirst ? listed({ index, partition }).toReversed() : listed({ index, partition });
      // By position and not by item: an item of the page before may have left the index since.
      const isBehind = (sort: string) => after === undefined || (newestFirst ? sort < after : sort > after);
      const left = all.filter(({ sort }) => isBehind(sort));
      const page = left.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map(({ item }) => structuredClone(item)),
        ...(last && left.length > limit && { next: last.sort }),
      };
    },
    async count(query) {
      called(`count ${query.index} ${query.partition}`);
      return listed(query).length;
    },
  };
}

export interface RecordingTopic extends Topic {
  readonly batches: (readonly TopicEntry[])[];
}

/** @param refuse what SNS would say against this entry; a throw inside fails the whole call */
export function recordingTopic(refuse: (entry: TopicEntry) => Error | undefined = () => undefined): RecordingTopic {
  const batches: RecordingTopic['batches'] = [];
  return {
    batches,
    async publish(entries) {
      const errors = entries.map(refuse);
      batches.push(entries.filter((_, index) => errors[index] === undefined));
      return errors;
    },
  };
}

export interface MemoryObjects extends Objects {
  readonly stored: Map<
    string,
    { readonly bytes: Buffer; readonly contentType?: string; readonly contentEncoding?: string }
  >;
  /** What was asked of the store, in order: `put some/key`. */
  readonly calls: string[];
  failWith(error: Error | undefined): void;
}

export function memoryObjects(bucket = 'results'): MemoryObjects {
  const stored: MemoryObjects['stored'] = new Map();
  const calls: string[] = [];
  let failure: Error | undefined;
  const called = (call: string) => {
    calls.push(call);
    if (failure) throw failure;
  };
  const read = (key: string): StoredObject | 'missing' => {
    const bytes = stored.get(key)?.bytes;
    return bytes ? { bytes, etag: `"${createHash('md5').update(bytes).digest('hex')}"` } : 'missing';
  };
  return {
    bucket,
    stored,
    calls,
    failWith(error) {
      failure = error;
    },
    async put(key, bytes, type) {
      called(`put ${key}`);
      stored.set(key, { bytes: Buffer.from(bytes), ...type });
    },
    async putIfAbsent(key, bytes, type) {
      called(`putIfAbsent ${key}`);
      if (stored.has(key)) return 'present';
      stored.set(key, { bytes: Buffer.from(bytes), ...type });
      return 'stored';
    },
    async get(key) {
      called(`get ${key}`);
      return read(key);
    },
    async getIfChanged(key, etag) {
      called(`getIfChanged ${key}`);
      const found = read(key);
      return found !== 'missing' && found.etag === etag ? 'unchanged' : found;
    },
    async *list(prefix, after = '') {
      called(`list ${prefix}`);
      for (const key of [...stored.keys()].toSorted()) {
        if (key.startsWith(prefix) && key > after) yield { key, bytes: stored.get(key)?.bytes.length ?? 0 };
      }
    },
  };
}

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

export interface RecordingLog extends Log {
  readonly lines: LogLine[];
  /** Every line as text, errors with their message, stack and causes: what a reader of the log could find. */
  text(): string;
}

export function recordingLog(): RecordingLog {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (message: string, fields: LogFields) =>
    void lines.push({ level, message, fields });
  return {
    lines,
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    text: () => lines.map((line) => JSON.stringify(line, showErrors)).join('\n'),
  };
}

function showErrors(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  return { ...Object.fromEntries(Object.entries(value)), name, message, stack, cause };
}
