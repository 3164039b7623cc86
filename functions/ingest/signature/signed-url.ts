import type { SourceOptions } from '#shared/messages/source.ts';
import type { WebhookRequest } from '../webhook-request.ts';

/**
 * The URL that the sender signed: as it was entered there, where the source says so, with the query that came. One that is
 * rebuilt behind API Gateway may differ in its scheme, its port, its stage or its escapes.
 */
export function signedUrl({ url }: Pick<WebhookRequest, 'url'>, { publicUrl }: SourceOptions): string {
  const queryAt = url.indexOf('?');
  const query = queryAt === -1 ? '' : url.slice(queryAt);
  const base = publicUrl?.split(/[?#]/, 1)[0] ?? (queryAt === -1 ? url : url.slice(0, queryAt));
  return base + (query === '?' ? '' : query);
}

/**
 * With the escapes undone that HubSpot undoes before it signs, and no others:
 * https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation
 */
export const decodedUrl = (url: string): string =>
  url.replace(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (escape) => decodeURIComponent(escape));
