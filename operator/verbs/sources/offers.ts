import { offersPrefix, readOffer } from '#shared/messages/offer.ts';
import type { Config } from '../../pipeline/pipeline.ts';
import { fingerprintOf } from './fingerprint-of.ts';

/** A secret that a sender offered. */
export interface OfferedSecret {
  readonly key: string;
  readonly fingerprint: string;
  readonly offeredAt: string;
  /** Never to be shown. */
  readonly value: string;
}

/** The newest first. */
export async function readOffers(
  config: Pick<Config, 'list' | 'get'>,
  source: string,
): Promise<readonly OfferedSecret[]> {
  const offers: OfferedSecret[] = [];
  for await (const { key } of config.list(offersPrefix(source))) {
    const stored = await config.get(key);
    // Somebody else may have confirmed one in between.
    if (stored === 'missing') continue;
    const { value, offeredAt } = readOffer(stored.bytes);
    offers.push({ key, value, offeredAt, fingerprint: fingerprintOf(value) });
  }
  return offers.toSorted((one, other) => Date.parse(other.offeredAt) - Date.parse(one.offeredAt));
}
