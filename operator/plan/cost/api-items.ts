import type { Prices } from '../aws-facts.ts';
import type { Design } from '../design.ts';
import { httpChunks } from '../price-calls.ts';
import { callsItem, MILLION, type LineItem } from './line-item.ts';

/** Above that many a month each request costs a tenth less. */
const FIRST_TIER_REQUESTS = 300 * MILLION;

/** One request for each webhook, counted once for each begun 512 KB. */
export function apiItems(
  { bodyKilobytes, isFunctionUrl }: Design,
  webhooksPerMonth: number,
  prices: Prices,
): readonly LineItem[] {
  if (isFunctionUrl) return [];
  const chunks = httpChunks(bodyKilobytes);
  const requests = webhooksPerMonth * chunks;
  const above = Math.max(0, requests - FIRST_TIER_REQUESTS);
  const share = requests === 0 ? 0 : above / requests;
  const first = callsItem(
    {
      stage: 'api',
      service: 'apigateway',
      operation: 'Request',
      name: 'HTTP API requests',
      perWebhook: 1,
      kilobytes: bodyKilobytes,
      formula: above === 0 ? `${chunks} × request` : `${chunks} × request, those above 300 M a month cheaper`,
    },
    prices,
  );
  const saved = share * chunks * (prices.httpApiRequest - prices.httpApiRequestAbove300M) * MILLION;
  return [{ ...first, dollarsPerMillion: first.dollarsPerMillion - saved }];
}
