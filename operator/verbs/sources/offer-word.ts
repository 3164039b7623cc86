import { OFFER_FIELD, offerHash } from '#shared/messages/offer.ts';
import type { GenerateSecretPorts } from './generate-secret.ts';

/** Nobody guesses it within the days that a source may wait. */
const WORD_BYTES = 16;

/** How long a source waits for a secret, and which word an offer of one must have. */
export interface AwaitedOffer {
  readonly awaitsSecretUntil: string;
  readonly offerSha256: string;
}

export interface NewOffer {
  readonly awaited: AwaitedOffer;
  /** For the URL that is entered at the sender, and kept nowhere. */
  readonly word: string;
}

/** Lets a source wait for a secret, which only who knows the new word can offer. */
export function awaitOffer(
  forMs: number,
  { now, randomBytes }: GenerateSecretPorts & { readonly now: Date },
): NewOffer {
  const word = randomBytes(WORD_BYTES).toString('base64url');
  const awaitsSecretUntil = new Date(now.getTime() + forMs).toISOString();
  return { awaited: { awaitsSecretUntil, offerSha256: offerHash(word) }, word };
}

/** The URL to be entered at a sender that will offer a secret there. */
export const withWord = (url: string, word: string): string =>
  `${url}${url.includes('?') ? '&' : '?'}${OFFER_FIELD}=${word}`;
