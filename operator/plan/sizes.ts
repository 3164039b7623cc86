import type { Assumptions } from './assumptions.ts';
import type { Design } from './design.ts';

/** Above that a body lies in the bucket, and its messages point at it: MESSAGE_BYTES_MAX of functions/ingest/queue-delivery.ts. */
const INLINE_KILOBYTES_MAX = 200;

type Sizes = Pick<
  Design,
  | 'bodyKilobytes'
  | 'isBodyStored'
  | 'deliveryKilobytes'
  | 'eventBodyKilobytes'
  | 'messageKilobytes'
  | 'isClaimCheck'
  | 'eventsPerWebhook'
>;

/**
 * What travels and what lies in the bucket. An array is always kept once; its delivery lists its events, and dispatch cuts
 * out what each of them carries.
 */
export function sizesOf(
  bodyKilobytes: number,
  { eventsPerWebhook, envelopeKilobytes, bodyGrowth, listedEventKilobytes }: Assumptions,
): Sizes {
  const isArray = eventsPerWebhook > 1;
  const inMessage = (kilobytes: number) => envelopeKilobytes + kilobytes * bodyGrowth;
  const isLarge = (kilobytes: number) => inMessage(kilobytes) > INLINE_KILOBYTES_MAX;
  const isBodyStored = isArray || isLarge(bodyKilobytes);
  const listed = isArray ? eventsPerWebhook * listedEventKilobytes : 0;
  const eventBodyKilobytes = bodyKilobytes / eventsPerWebhook;
  const isClaimCheck = isLarge(eventBodyKilobytes);
  return {
    bodyKilobytes,
    isBodyStored,
    deliveryKilobytes: isBodyStored ? envelopeKilobytes + listed : inMessage(bodyKilobytes),
    eventBodyKilobytes,
    messageKilobytes: isClaimCheck ? envelopeKilobytes : inMessage(eventBodyKilobytes),
    isClaimCheck,
    eventsPerWebhook,
  };
}
