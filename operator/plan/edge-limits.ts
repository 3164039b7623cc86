import type { Quotas } from './aws-facts.ts';
import type { Design } from './design.ts';

/** What senders post to, in words. */
export const edgeName = ({ isFunctionUrl }: Pick<Design, 'isFunctionUrl'>): string =>
  isFunctionUrl ? 'function URL' : 'HTTP API';

/** The same among stages. */
export const edgeStage = ({ isFunctionUrl }: Pick<Design, 'isFunctionUrl'>) => (isFunctionUrl ? 'url' : 'api');

/** What the edge lets through a second, and at once besides; of a URL only what is reserved for its function is a limit. */
export function edgeLimits(
  { isFunctionUrl, throttle }: Pick<Design, 'isFunctionUrl' | 'throttle'>,
  quotas: Quotas,
): { readonly perSecond: number; readonly burst: number } {
  const { perSecond = Infinity, burst = Infinity } = throttle ?? {};
  if (isFunctionUrl) return { perSecond, burst };
  return { perSecond: Math.min(perSecond, quotas.apiRequestsPerSecond), burst: Math.min(burst, quotas.apiBurst) };
}
