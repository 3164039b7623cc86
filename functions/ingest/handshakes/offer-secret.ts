import { RejectedWebhook } from '#shared/errors.ts';
import { OFFER_FIELD, offerHash, offerKey, writeOffer } from '#shared/messages/offer.ts';
import type { Source } from '#shared/messages/source.ts';
import type { Clock, Objects } from '#shared/ports.ts';
import { tryAgainLater } from '../try-again-later.ts';
import type { WebhookRequest } from '../webhook-request.ts';

/** Asana's has 64 characters; anything else than visible text is no secret of anybody's. */
const SECRET = /^[\x21-\x7e]{8,256}$/;

export interface OfferSecretPorts {
  readonly config: Pick<Objects, 'putIfAbsent'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Keeps the secret that a sender has made up, for an operator to confirm. Nobody vouches for it: it is taken only while the
 * source waits for one, at the URL that was given to the sender alone, and verifies nothing until it is confirmed.
 * @returns whether the source waits for one there
 * @throws {RejectedWebhook} 400 for what is no secret, 503 when it cannot be kept
 */
export function createOfferSecret({ config, clock }: OfferSecretPorts) {
  return async function offerSecret(
    { sourceName, query }: Pick<WebhookRequest, 'sourceName' | 'query'>,
    source: Source,
    value: string,
  ): Promise<boolean> {
    const now = clock.now();
    const { awaitsSecretUntil, offerSha256 } = source;
    if (awaitsSecretUntil === undefined || now > new Date(awaitsSecretUntil)) return false;
    if (offerSha256 !== undefined && offerHash(query[OFFER_FIELD] ?? '') !== offerSha256) return false;
    if (!SECRET.test(value)) throw new RejectedWebhook(400, 'malformed', 'This is no secret.');
    const offer = { v: 1 as const, source: sourceName, value, offeredAt: now.toISOString() };
    try {
      await config.putIfAbsent(offerKey(offer), writeOffer(offer), { contentType: 'application/json' });
    } catch (error) {
      // The same offer twice at once: whichever of them is kept, the sender asks again.
      throw tryAgainLater('not-durable', 'The secret could not be kept. Try again.', 5, error);
    }
    return true;
  };
}
