import { hash } from 'node:crypto';
import * as v from 'valibot';
import { readVersioned } from './read-versioned.ts';

/** A secret that a sender made up and offered to a source that waits for one. It verifies nothing until an operator confirms it. */
export const offerSchema = v.object({
  v: v.literal(1),
  source: v.string(),
  value: v.string(),
  offeredAt: v.pipe(v.string(), v.isoTimestamp()),
});

export type Offer = v.InferOutput<typeof offerSchema>;

/** The field of the query that has a source's word for an offer; in other webhooks nobody looks at it. */
export const OFFER_FIELD = 'offer';

/** As a source holds its word: who may read sources cannot offer secrets by that. */
export const offerHash = (word: string): string => hash('sha256', word, 'hex');

/** Where the offers to a source lie in the config bucket. */
export const offersPrefix = (source: string): string => `offers/${source}/`;

/** Under the hash of the secret: offered twice it is one offer. */
export const offerKey = ({ source, value }: Pick<Offer, 'source' | 'value'>): string =>
  `${offersPrefix(source)}${hash('sha256', value, 'hex')}.json`;

export const writeOffer = (offer: Offer): Buffer => Buffer.from(JSON.stringify(offer));

/** @throws for anything that is no offer */
export const readOffer = (bytes: Buffer): Offer => readVersioned('offer', offerSchema, bytes.toString('utf8'));
