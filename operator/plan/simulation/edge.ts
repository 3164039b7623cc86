import type { Quotas } from '../aws-facts.ts';
import { environmentsPerWebhook } from '../capacity/limits.ts';
import type { Design } from '../design.ts';
import { edgeLimits } from '../edge-limits.ts';

/** API Gateway's token bucket, or the limit of a function's URL, and how fast Lambda gives ingest environments. */
export function createEdge(design: Design, quotas: Quotas) {
  const { ingest, isFunctionUrl } = design;
  const { perSecond, burst } = edgeLimits(design, quotas);
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
    // A URL says 429 whatever the reason is; behind an API a function that is throttled is a 5xx.
    const byApi = isFunctionUrl ? posted - accepted : posted - passed;
    return { accepted, byApi, byLambda: posted - accepted - byApi, environments };
  };
}
