// Which tenants of a fair queue hold more of its consumers than is their share. A tenant is what messages of one MessageGroupId
// belong to: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues-detailed.html
import type { EmulatorContext } from '../../emulator-context.ts';
import { elapsedMs } from '../../emulator-context.ts';
import type { Tenant } from './tenant.ts';

/** As documented: noisy is who has at least so many messages in flight, and more than this share of all that are. */
const noisyInFlightMin = 30;
const noisyShare = 0.1;

/** As documented: who has sent nothing for that long is noisy no more, whatever still waits of it. */
const silentSeconds = 300;

/** Those that wait until nobody else's message is there, the one with the fewest messages in flight first. */
export function noisyTenants(context: EmulatorContext, queueId: number): readonly string[] {
  const tenants = [...(context.tenants.get(queueId) ?? [])];
  for (const [, tenant] of tenants) if (isSilent(context, tenant)) tenant.isNoisy = false;
  const noisy = tenants.filter(([, { isNoisy }]) => isNoisy).map(([groupId]) => groupId);
  if (noisy.length < 2) return noisy;
  const inFlight = new Map(noisy.map((groupId) => [groupId, countInFlight(context, queueId, groupId)]));
  return noisy.toSorted((a, b) => (inFlight.get(a) ?? 0) - (inFlight.get(b) ?? 0));
}

/** Says that messages of these groups were handed out, which may make a tenant noisy. Without a group none can. */
export function noteTaken(context: EmulatorContext, queueId: number, groupIds: readonly (string | null)[]): void {
  for (const groupId of groupIds) if (groupId !== null) tenantOf(context, queueId, groupId).inFlightAtMost += 1;
  for (const groupId of new Set(groupIds)) if (groupId !== null) judge(context, queueId, groupId);
}

/** Says that a tenant has sent a message. One that nobody has received from cannot be noisy, and is not looked after. */
export function noteSent(context: EmulatorContext, queueId: number, groupId: string): void {
  const tenant = context.tenants.get(queueId)?.get(groupId);
  if (tenant) tenant.lastSentAt = context.now();
}

/** Says that none of its messages waits any more: with that it is a tenant like the others. */
export function noteServed(context: EmulatorContext, queueId: number, groupId: string): void {
  tenantOf(context, queueId, groupId).isNoisy = false;
}

function judge(context: EmulatorContext, queueId: number, groupId: string): void {
  const tenant = tenantOf(context, queueId, groupId);
  if (tenant.isNoisy || tenant.inFlightAtMost < noisyInFlightMin || isSilent(context, tenant)) return;
  tenant.inFlightAtMost = countInFlight(context, queueId, groupId);
  if (tenant.inFlightAtMost < noisyInFlightMin) return;
  tenant.isNoisy = tenant.inFlightAtMost > noisyShare * countAllInFlight(context, queueId);
}

function tenantOf(context: EmulatorContext, queueId: number, groupId: string): Tenant {
  const tenants = context.tenants.get(queueId) ?? new Map<string, Tenant>();
  context.tenants.set(queueId, tenants);
  const tenant = tenants.get(groupId) ?? { inFlightAtMost: 0, isNoisy: false, lastSentAt: context.now() };
  tenants.set(groupId, tenant);
  return tenant;
}

function isSilent(context: EmulatorContext, { lastSentAt }: Tenant): boolean {
  return context.now() - lastSentAt >= elapsedMs(context, silentSeconds);
}

function countInFlight(context: EmulatorContext, queueId: number, groupId: string): number {
  const found = context.database.get<{ readonly count: number }>(
    'SELECT COUNT(*) AS count FROM messages WHERE queue_id = ? AND group_id = ? AND visible_at > ? AND in_flight = 1',
    queueId,
    groupId,
    context.now(),
  );
  return found?.count ?? 0;
}

function countAllInFlight(context: EmulatorContext, queueId: number): number {
  const found = context.database.get<{ readonly count: number }>(
    'SELECT COUNT(*) AS count FROM messages WHERE queue_id = ? AND visible_at > ? AND in_flight = 1',
    queueId,
    context.now(),
  );
  return found?.count ?? 0;
}
