import { checkRequest } from '../../../functions/ingest/check-request.ts';
import { identifyDelivery } from '../../../functions/ingest/identify-delivery.ts';
import type { SignedWebhook } from '../../../functions/ingest/providers/sign-sample.ts';
import { checkRequired, mayBeAnything, readView } from '../../../functions/ingest/read-view.ts';
import type { ListedEvent } from '#shared/messages/delivery.ts';
import type { ChosenWebhook } from './choose-webhook.ts';

/** The events that an accepted webhook became, by the very code that ingest names them with. */
export function listEvents(
  { sourceName, provider }: Pick<ChosenWebhook, 'sourceName' | 'provider'>,
  { headers, body }: SignedWebhook,
  deliveryId: string,
): readonly ListedEvent[] {
  const request = { method: 'POST', sourceName, url: '', query: {}, headers, body };
  const contentType = checkRequest(request, provider);
  const view = readView(body, contentType, provider, mayBeAnything(provider, request));
  const lookup = checkRequired(provider, request, view);
  // Where nothing in the webhook names it, the id was made up by ingest and is known from its answer.
  const ids = { unique: () => deliveryId, traceparent: () => '' };
  return identifyDelivery({ sourceName, provider, body, contentType, view, lookup }, ids).events;
}
