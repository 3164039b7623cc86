import type { Quotas } from '../aws-facts.ts';
import { capOf } from '../batches.ts';
import type { Design } from '../design.ts';
import { ceilingOf, limitsOf, type Limit } from './limits.ts';

export interface Need extends Limit {
  readonly needed: number;
}

export interface NeedsAt {
  readonly perSecond: number;
  /** What is not enough at this rate, the lowest ceiling first. */
  readonly exceeded: readonly Need[];
  /** Pollers that the busiest queue needs where its mapping can no longer do it. */
  readonly pollers: number;
  /** Of S3, over all workers. */
  readonly prefixes: number;
}

/** The rates that are asked after, beside the one that is planned. */
export const RATES = [0.4, 4, 40, 400, 1000, 10_000, 100_000] as const;

export const firstLimit = (design: Design, quotas: Quotas): Limit | undefined =>
  limitsOf(design, quotas).toSorted((one, other) => ceilingOf(one) - ceilingOf(other))[0];

export function needsAt(design: Design, perSecond: number, quotas: Quotas): NeedsAt {
  const needs = limitsOf(design, quotas).map((limit) => ({ ...limit, needed: limit.perWebhook * perSecond }));
  return {
    perSecond,
    exceeded: needs
      .filter(({ needed, quota }) => needed > quota)
      .toSorted((one, other) => ceilingOf(one) - ceilingOf(other)),
    pollers: pollersAt(design, perSecond, quotas),
    prefixes: Math.max(1, Math.ceil(putsAt(needs) / quotas.prefixPutsPerSecond)),
  };
}

const putsAt = (needs: readonly Need[]) =>
  needs.filter(({ what }) => what.startsWith('PUT')).reduce((sum, { needed }) => sum + needed, 0);

/** For the busiest queue, if it had provisioned pollers: by its invocations, its bytes and its messages. */
function pollersAt(
  { dispatch, workers, eventsPerWebhook, deliveryKilobytes, messageKilobytes }: Design,
  perSecond: number,
  quotas: Quotas,
): number {
  const queues = [
    { mapped: dispatch, rate: perSecond, kilobytes: deliveryKilobytes },
    ...workers.map((worker) => ({
      mapped: worker,
      rate: perSecond * eventsPerWebhook * worker.share,
      kilobytes: messageKilobytes,
    })),
  ];
  const needed = queues.map(({ mapped, rate, kilobytes }) => {
    const batch = capOf(mapped, kilobytes);
    return Math.max(
      (rate * mapped.durationMs(batch)) / 1000 / batch / quotas.pollerConcurrency,
      (rate * kilobytes) / quotas.pollerKilobytesPerSecond,
      rate / quotas.pollerMessagesPerSecond,
    );
  });
  return Math.ceil(Math.max(...needed));
}
