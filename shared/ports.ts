// Every way out of a step, in one vocabulary. Only shared/aws and shared/lambda implement them; handlers build them.

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

export type Attributes = Readonly<Record<string, string>>;

export interface Queue {
  /** Resolves once the queue has confirmed the message. */
  send(message: { readonly body: string; readonly attributes: Attributes }): Promise<void>;
}

export interface TopicEntry {
  readonly message: string;
  readonly attributes: Attributes;
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

export interface Objects {
  readonly bucket: string;
  put(
    key: string,
    bytes: Buffer,
    type: { readonly contentType: string; readonly contentEncoding?: string },
  ): Promise<void>;
  /** `missing` when there is no such object. */
  get(key: string): Promise<StoredObject | 'missing'>;
  /** `unchanged` while the object still has this ETag. */
  getIfChanged(key: string, etag: string): Promise<StoredObject | 'missing' | 'unchanged'>;
  /** All keys with this prefix in order, from behind `after` on. */
  list(prefix: string, after?: string): AsyncIterable<ObjectListing>;
}
