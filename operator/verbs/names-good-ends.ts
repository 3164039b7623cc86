import { createDeliverySample } from '#shared/delivery-sample.ts';
import type { AboutAnswer } from '#shared/messages/inspect-request.ts';

/** Whether the log of this stage names a delivery where all goes well with it: chosen as the functions choose, by its id. */
export const namesGoodEnds = ({ logSampleRate = 1 }: Pick<AboutAnswer, 'logSampleRate'>, deliveryId: string): boolean =>
  createDeliverySample(logSampleRate)(deliveryId);

/** Of a stage that names only some: `1 in 10 deliveries`, else undefined. */
export function sampleOf({ logSampleRate = 1 }: Pick<AboutAnswer, 'logSampleRate'>): string | undefined {
  if (logSampleRate === 1) return undefined;
  return logSampleRate === 0 ? 'no delivery' : `1 in ${Number((1 / logSampleRate).toPrecision(3))} deliveries`;
}
