import type { EmulatorContext } from '../../emulator-context.ts';
import { noisyTenants, noteServed } from './noisy-tenants.ts';
import type { MessageRow } from './to-received-message.ts';

const visibleMessages = `
  SELECT * FROM messages JOIN message_contents USING (sequence)
  WHERE queue_id = ? AND visible_at <= ? ORDER BY visible_at LIMIT ?`;

const visibleMessagesOfGroup = `
  SELECT * FROM messages JOIN message_contents USING (sequence)
  WHERE queue_id = ? AND group_id IS ? AND visible_at <= ? ORDER BY visible_at LIMIT ?`;

const nextGroup = `
  SELECT group_id AS groupId FROM messages WHERE queue_id = ? AND group_id > ? ORDER BY group_id LIMIT 1`;

interface Wanted {
  readonly now: number;
  readonly max: number;
}

/** What a receive would be given now: the oldest messages, but those of noisy tenants only when no others wait. */
export function findVisible(context: EmulatorContext, queueId: number, { now, max }: Wanted): readonly MessageRow[] {
  const noisy = noisyTenants(context, queueId);
  if (noisy.length === 0) return context.database.all<MessageRow>(visibleMessages, queueId, now, max);
  const oldestOf = (groupId: string | null, limit: number) =>
    context.database.all<MessageRow>(visibleMessagesOfGroup, queueId, groupId, now, limit);
  // Group by group: a walk from message to message would read the whole backlog of whoever is noisy on every receive.
  const quiet = [null, ...listGroups(context, queueId).filter((groupId) => !noisy.includes(groupId))];
  const found = quiet
    .flatMap((groupId) => oldestOf(groupId, max))
    .toSorted((a, b) => a.visible_at - b.visible_at || a.sequence - b.sequence)
    .slice(0, max);
  for (const groupId of noisy) {
    if (found.length >= max) break;
    const rows = oldestOf(groupId, max - found.length);
    if (rows.length === 0) noteServed(context, queueId, groupId);
    found.push(...rows);
  }
  return found;
}

function listGroups(context: EmulatorContext, queueId: number): readonly string[] {
  const groups: string[] = [];
  for (;;) {
    const next = context.database.get<{ readonly groupId: string }>(nextGroup, queueId, groups.at(-1) ?? '');
    if (!next) return groups;
    groups.push(next.groupId);
  }
}
