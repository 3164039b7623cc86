import type { AccessGuard } from './access.ts';
import type { MetricStore } from './cloudwatch/metric-store.ts';
import type { Database } from './database.ts';
import type { ItemCache } from './dynamodb/items/item-cache.ts';
import type { Table } from './dynamodb/tables/table.ts';
import type { LogStore } from './logs/log-store.ts';
import type { MessageWaiters } from './sqs/messages/message-waiters.ts';
import type { Tenants } from './sqs/messages/tenant.ts';

/** What every operation of the emulators is given: the state, the clock, and who we pretend to be. */
export interface EmulatorContext {
  readonly database: Database;
  readonly waiters: MessageWaiters;
  readonly metrics: MetricStore;
  readonly logs: LogStore;
  /** Upper bounds of the messages in flight by queue id; exact counting on every receive would be slow. */
  readonly inFlightAtMost: Map<number, number>;
  readonly tenants: Tenants;
  /** Those that were looked up, by name: reading a definition anew for each request would be slow. */
  readonly tables: Map<string, Table>;
  readonly items: ItemCache;
  /** Undefined where everyone may all. */
  readonly guard?: AccessGuard | undefined;
  readonly url: string;
  readonly region: string;
  readonly accountId: string;
  readonly speed: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  /** True from the moment the emulators close: background work must not touch the database any more. */
  readonly isClosed: () => boolean;
}

/** How long an SQS duration really takes: `speed` makes visibility, delays, waits and retention pass faster. */
export function elapsedMs(context: EmulatorContext, seconds: number): number {
  return Math.ceil((seconds * 1000) / context.speed);
}
