// Every way out of a step, in one vocabulary. Only shared/aws and shared/lambda implement them; handlers build them.
import type { MetricDimensions, MetricName } from './metrics/metric-names.ts';

export interface Clock {
  now(): Date;
  /** Resolves when that time has passed; rejects when the signal ends the waiting. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface Random {
  /** From 0 up to, but not including, 1. */
  fraction(): number;
}

export interface Ids {
  /** Never the same twice, and later ones sort behind earlier ones to the millisecond. */
  unique(): string;
  /** A new trace: https://www.w3.org/TR/trace-context/#traceparent-header */
  traceparent(): string;
}

export type LogFields = Readonly<Record<string, unknown>>;

/** One line per record, at the edge. Never a body, a signature or a header's value. */
export interface Log {
  info(message: string, fields: LogFields): void;
  warn(message: string, fields: LogFields): void;
  /** `error` among the fields is printed with its stack. */
  error(message: string, fields: LogFields): void;
}

/** What is counted and measured of an invocation; it leaves the function when the edge flushes it. */
export interface Metrics {
  record(name: MetricName, value: number, dimensions?: MetricDimensions): void;
  /** For the edge alone, at the end of each invocation, also of one that failed. Never throws. */
  flush(): void;
}

export type Attributes = Readonly<Record<string, string>>;

export interface QueueMessage {
  readonly body: string;
  readonly attributes: Attributes;
  /**
   * Whose message it is, on a fair queue: one tenant's backlog does not hold up the others.
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
   */
  readonly group?: string;
}

export interface Queue {
  /** Resolves once the queue has confirmed the message. */
  send(message: QueueMessage): Promise<void>;
  /** Any number, in as few calls as the limits allow. Tells, message by message, why it was not confirmed; undefined where it was. */
  sendAll(messages: readonly QueueMessage[]): Promise<readonly (Error | undefined)[]>;
}

/** How much there is on a queue for its consumers to do. */
export interface QueueDepth {
  /** How many messages wait, as exact as SQS knows: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
  countWaiting(): Promise<number>;
  /** Also those that somebody holds, and those that are not shown yet: what is tried again neither leaves it nor comes to it. */
  countMessages(): Promise<number>;
}

/** Messages that a function holds at the moment: they are hidden from everyone else until their visibility runs out. */
export interface HeldMessages {
  /** Hides each for that long from now. Tells, message by message, why it was not; undefined where it was. */
  postpone(
    messages: readonly { readonly receiptHandle: string; readonly seconds: number }[],
  ): Promise<readonly (Error | undefined)[]>;
}

export interface ReceivedMessage extends QueueMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly sentAt: Date;
  /** The ARN of the queue from which SQS itself moved the message here, if it did. */
  readonly movedFrom?: string;
}

/** A queue that is emptied by hand and not by Lambda. */
export interface DrainableQueue extends HeldMessages, QueueDepth {
  /** At most 10; none when the queue has nothing to give. */
  receive(): Promise<readonly ReceivedMessage[]>;
  /** Deletes them. Tells, message by message, why it was not; undefined where it was. */
  remove(receiptHandles: readonly string[]): Promise<readonly (Error | undefined)[]>;
}

export interface TopicEntry {
  readonly message: string;
  readonly attributes: Attributes;
  /** As of QueueMessage; SNS hands it on to the queues. */
  readonly group?: string;
}

export interface Topic {
  /** One call, at most 10 entries and 256 KiB. Tells, entry by entry, why it was not published; undefined where it was. */
  publish(entries: readonly TopicEntry[]): Promise<readonly (Error | undefined)[]>;
}

export interface StoredObject {
  readonly bytes: Buffer;
  readonly etag: string;
}

export interface ObjectListing {
  readonly key: string;
  readonly bytes: number;
}

export interface ObjectType {
  readonly contentType: string;
  readonly contentEncoding?: string;
  /** The bucket forgets it so many days after it was written; left out: by the rule of its prefix. */
  readonly retentionDays?: number | undefined;
}

export interface Objects {
  readonly bucket: string;
  put(key: string, bytes: Buffer, type: ObjectType): Promise<void>;
  /** Stores it only where nothing is stored under this key yet; of two at once one alone is `stored`. */
  putIfAbsent(key: string, bytes: Buffer, type: ObjectType): Promise<'stored' | 'present'>;
  /** Writes only over the state that the caller has read; `changed` when it is another one by now, or gone. */
  putIfUnchanged(key: string, etag: string, bytes: Buffer, type: ObjectType): Promise<'stored' | 'changed'>;
  /** `missing` when there is no such object. */
  get(key: string): Promise<StoredObject | 'missing'>;
  /** `unchanged` while the object still has this ETag. */
  getIfChanged(key: string, etag: string): Promise<StoredObject | 'missing' | 'unchanged'>;
  /** Resolves also when there was no such object. */
  remove(key: string): Promise<void>;
  /** All keys with this prefix in order, from behind `after` on. */
  list(prefix: string, after?: string): AsyncIterable<ObjectListing>;
}

/**
 * Names one state of one item; whoever wrote it last can tell from it that nobody wrote since. Any text is one; the
 * intersection keeps TypeScript from swallowing the words beside it, such as `absent`.
 */
export type Revision = string & Record<never, never>;

/** Plain JSON under a string key. `expiresAt`, in unix seconds, is when the table may forget it. */
export interface TableItem {
  readonly id: string;
  readonly expiresAt?: number | undefined;
}

export interface StoredItem {
  /** As it was put; readers parse it. */
  readonly item: unknown;
  readonly revision: Revision;
}

/** An item as it was read, and as it shall be. */
export interface TableChange {
  readonly before: TableItem;
  readonly after: TableItem;
  readonly expected: Revision;
}

export interface TableQuery {
  readonly index: string;
  /** Value of the index's partition key. */
  readonly partition: string;
  /** Only where the index's sort key begins with this. */
  readonly prefix?: string;
  /** Only where the index's sort key is this or behind it, and before `until`; not together with `prefix`. */
  readonly since?: string;
  readonly until?: string;
  /** By the index's sort key; oldest first unless told. */
  readonly newestFirst?: boolean;
  /** `next` of the page before. */
  readonly after?: string;
  readonly limit?: number;
}

export interface TablePage {
  /** What the index holds of each item: not its body. */
  readonly items: readonly unknown[];
  readonly next?: string;
}

export interface Table {
  /** What was written last, never an older state. */
  get(id: string): Promise<StoredItem | undefined>;
  /** Any number, each as `get` would see it; ids that are not there are left out. */
  getMany(ids: readonly string[]): Promise<ReadonlyMap<string, StoredItem>>;
  /** Writes only over the state that the caller has seen. A write whose answer was lost and that is repeated is no conflict. */
  put(item: TableItem, expected: Revision | 'absent'): Promise<Revision | 'conflict'>;
  /**
   * Writes many changed items, each only over the state that the caller has seen, in as few calls as the limits allow. Only
   * the attributes that differ are sent. Tells, change by change in their order, the new revision, that somebody wrote in
   * between, or why it was not written; one that fails leaves the others alone.
   */
  changeAll(changes: readonly TableChange[]): Promise<readonly (Revision | 'conflict' | Error)[]>;
  remove(id: string, expected: Revision): Promise<'removed' | 'conflict'>;
  /** One page; an index lags behind the items by moments. */
  query(query: TableQuery): Promise<TablePage>;
  /** How many items the index has there. */
  count(query: Pick<TableQuery, 'index' | 'partition' | 'prefix' | 'since' | 'until'>): Promise<number>;
}

export interface OutboundRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** From the look-up of the name to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface OutboundAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface ReadRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** From the look-up of the name to the last byte of the answer. */
  readonly timeoutMs: number;
  /** A longer answer is none. */
  readonly bytesMax: number;
  readonly signal: AbortSignal;
}

export interface ReadAnswer {
  readonly status: number;
  readonly bytes: Buffer;
}

/** To ask a host that is not ours. */
export interface Reader {
  /** Never follows a redirect. Rejects as `post` of Outbound does, and for an answer that is too long. */
  get(url: string, request: ReadRequest): Promise<ReadAnswer>;
}

/** HTTP to hosts that are not ours. */
export interface Outbound {
  /** Never follows a redirect. Rejects when there is no answer, and with GiveUp for an address that may not be called. */
  post(url: string, request: OutboundRequest): Promise<OutboundAnswer>;
}
