import type { Quotas } from '../aws-facts.ts';
import { environmentsPerWebhook } from '../capacity/limits.ts';
import type { Design } from '../design.ts';

/** API Gateway's token bucket, and how fast Lambda gives ingest environments. */
export function createEdge({ throttle, ingest }: Design, quotas: Quotas) {
  const perSecond = Math.min(throttle?.perSecond ?? Infinity, quotas.apiRequestsPerSecond);
  const burst = Math.min(throttle?.burst ?? Infinity, quotas.apiBurst);
  const perWebhook = environmentsPerWebhook(ingest.durationMs(1), quotas);
  const most = ingest.reservedConcurrency ?? quotas.accountConcurrency;
  let tokens = burst;
  let allowed = Math.min(most, quotas.environmentsPerSecond * 10);
  let environments = 0;
  return (posted: number) => {
    const passed = Math.min(posted, tokens + perSecond);
    tokens = Math.min(burst, tokens + perSecond - passed);
    const needed = passed * perWebhook;
    allowed = Math.min(most, Math.max(allowed, environments + quotas.environmentsPerSecond));
    environments = Math.min(needed, allowed);
    const accepted = needed === 0 ? 0 : passed * (environments / needed);
    return { accepted, byApi: posted - passed, byLambda: passed - accepted, environments };
  };
}
