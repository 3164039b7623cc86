import { randomUUID } from 'node:crypto';

import type { AccessGuard } from './access.ts';
import { createMetricStore } from './cloudwatch/metric-store.ts';
import { openDatabase } from './database.ts';
import { createItemCache } from './dynamodb/items/item-cache.ts';
import type { EmulatorContext } from './emulator-context.ts';
import { createLogStore } from './logs/log-store.ts';
import { MessageWaiters } from './sqs/messages/message-waiters.ts';

interface ContextOptions {
  readonly directory: string;
  readonly url: string;
  readonly speed: number;
  readonly now?: (() => number) | undefined;
  readonly region: string;
  readonly accountId: string;
  readonly guard?: AccessGuard | undefined;
}

/** Opens the state; `close` ends what waits for it. */
export function createContext(options: ContextOptions): EmulatorContext & { readonly close: () => void } {
  const { directory, now = Date.now, ...settings } = options;
  const database = openDatabase(directory);
  const nextVisible = 'SELECT MIN(visible_at) AS visibleAt FROM messages WHERE queue_id = ?';
  const waiters = new MessageWaiters({
    now,
    nextVisibleAt: (queueId) =>
      database.get<{ visibleAt: number | null }>(nextVisible, queueId)?.visibleAt ?? undefined,
  });
  const logs = createLogStore(database, now);
  let isClosed = false;
  return {
    ...settings,
    database,
    waiters,
    metrics: createMetricStore(now),
    logs,
    inFlightAtMost: new Map(),
    tenants: new Map(),
    tables: new Map(),
    items: createItemCache(),
    now,
    newId: randomUUID,
    isClosed: () => isClosed,
    close() {
      isClosed = true;
      waiters.close();
      logs.close();
      database.close();
    },
  };
}
