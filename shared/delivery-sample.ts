/** Whether the good ends of this delivery are named in the log. */
export type DeliverySample = (deliveryId: string) => boolean;

/** The two constants of FNV-1a with 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const HASHES = 2 ** 32;

/**
 * Chosen by the id alone, so that one delivery is named by every function or by none, and whoever reads the log can tell
 * which: a line that is missing is then either sampled away or never written.
 * @param rate how many of all, from 0 to 1
 */
export function createDeliverySample(rate: number): DeliverySample {
  if (!(rate >= 0 && rate <= 1)) throw new Error(`The rate of a sample is from 0 to 1, not ${rate}`);
  // Nothing is computed where everything is named.
  if (rate === 1) return () => true;
  return (deliveryId) => hash(deliveryId) < rate * HASHES;
}

/** Ids may begin with a time or have a sender's counter at their end: every bit of the text must count for every bit of the hash. */
function hash(text: string): number {
  let hashed = FNV_OFFSET;
  for (let index = 0; index < text.length; index += 1) hashed = Math.imul(hashed ^ text.charCodeAt(index), FNV_PRIME);
  // The end of MurmurHash3, because FNV alone leaves the last characters in the low bits.
  hashed = Math.imul(hashed ^ (hashed >>> 16), 0x85ebca6b);
  hashed = Math.imul(hashed ^ (hashed >>> 13), 0xc2b2ae35);
  return (hashed ^ (hashed >>> 16)) >>> 0;
}
