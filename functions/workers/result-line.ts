import { systemClock } from '#shared/lambda/system.ts';
import type { Event } from '#shared/messages/event.ts';
import type { Result } from '#shared/messages/result.ts';
import type { Clock } from '#shared/ports.ts';

/** How a worker's value is kept: under its event's id, with who made it and when. */
export function createResultLine(
  worker: string,
  { clock, workerVersion }: { readonly clock: Clock; readonly workerVersion: string } = {
    clock: systemClock,
    workerVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'] ?? '$LATEST',
  },
) {
  return ({ id, retentionDays }: Event, value: unknown, traceparent = ''): Result => ({
    v: 1,
    eventId: id,
    worker,
    workerVersion,
    finishedAt: clock.now().toISOString(),
    ...(traceparent !== '' && { traceparent }),
    ...(retentionDays !== undefined && { retentionDays }),
    value,
  });
}
