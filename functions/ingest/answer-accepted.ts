import type { Secret } from '#shared/messages/source.ts';
import type { Answer } from './answer.ts';
import { matchesConditions } from './matches-conditions.ts';
import type { Provider } from './providers/provider.ts';
import type { Find } from './webhook-request.ts';

/** Where an answer has another body than the delivery's id, for whoever tries a source out. */
export const DELIVERY_ID_HEADER = 'x-delivery-id';

/** What this sender takes for accepted. */
export function answerAccepted(
  { accepted = [] }: Provider,
  deliveryId: string,
  find: Find,
  secrets: readonly Secret[],
): Answer {
  const wanted = accepted.find(({ when = {} }) => matchesConditions(when, find, secrets));
  const { status = 202, body } = wanted ?? {};
  const named = { [DELIVERY_ID_HEADER]: deliveryId };
  if (body === 'empty') return { status, headers: named, body: '' };
  if (body) return { status, headers: { ...named, 'content-type': body.contentType }, body: body.text };
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ deliveryId }) };
}
