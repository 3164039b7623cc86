import { createWhere } from '#shared/expressions/where.ts';
import { archivedBytes, type ArchiveLine } from '#shared/messages/archive-line.ts';
import { isSubscribed, type Subscription } from '#shared/subscriptions/is-subscribed.ts';
import type { BackfillRequest } from './backfill-request.ts';

export type IsWanted = (line: ArchiveLine) => boolean;

/** Whether the request means an archived event: all that it says must hold. @throws for an expression that is none */
export function createIsWanted(
  { ids, sources, types, where, unsubscribed }: BackfillRequest,
  subscription: Subscription,
): IsWanted {
  const [idSet, sourceSet, typeSet] = [setOf(ids), setOf(sources), setOf(types)];
  const holds = where === undefined ? undefined : createWhere(where);
  return (line) => {
    if (idSet && !idSet.has(line.id)) return false;
    if (sourceSet && !sourceSet.has(line.source)) return false;
    if (typeSet && !typeSet.has(line.type)) return false;
    if (unsubscribed === undefined && !isSubscribed(subscription, line)) return false;
    return holds?.(archivedBytes(line)) ?? true;
  };
}

const setOf = (names: readonly string[] | undefined) => names && new Set(names);
