import type { Prices } from '../aws-facts.ts';
import { batchAt, type Batches } from '../batches.ts';
import type { Design } from '../design.ts';
import { callsItem, figure, type LineItem } from './line-item.ts';

/** Copies that environments read again: once for each time that they are held, and never more often than they are needed. */
export function heldItems(design: Design, batches: Batches, perSecond: number, prices: Prices): readonly LineItem[] {
  return design.held.flatMap(({ name, of, call, reads, heldSeconds }) => {
    const worker = design.workers.find((one) => one.name === of);
    if ((!worker || worker.share === 0) && of !== 'ingest') return [];
    const invoked = worker ?? design.ingest;
    const batch = worker ? batchAt(batches, of) : 1;
    const invocationsPerSecond = worker ? (perSecond * design.eventsPerWebhook * worker.share) / batch : perSecond;
    // One environment at least, as soon as there is anything to do.
    const environments = Math.max(1, (invocationsPerSecond * invoked.durationMs(batch)) / 1000);
    const looks = Math.min(invocationsPerSecond, environments / heldSeconds) / perSecond;
    const line = callsItem(
      {
        stage: 'stores',
        ...call,
        name: `${of}: looks at ${name}`,
        perWebhook: looks * reads,
        formula: `${figure(looks)} × ${figure(reads)} ${call.service === 's3' ? 'GET' : 'read unit'}`,
      },
      prices,
    );
    return line.unitsPerWebhook > 0 ? [line] : [];
  });
}
