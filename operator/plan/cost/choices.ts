import type { Assumptions } from '../assumptions.ts';
import type { Prices } from '../aws-facts.ts';
import { batchesAt } from '../batches.ts';
import { latencyOf } from '../capacity/latency.ts';
import type { Design } from '../design.ts';
import type { Choice } from './alternative.ts';
import { billOf } from './bill.ts';
import { edgeAlternatives } from './edge-alternatives.ts';
import { flowAlternatives } from './flow-alternatives.ts';
import { logAlternatives } from './log-alternatives.ts';
import { storeAlternatives } from './store-alternatives.ts';
import { windowAlternatives } from './window-alternatives.ts';

export function choicesOf(
  design: Design,
  perSecond: number,
  prices: Prices,
  assumptions: Assumptions,
): readonly Choice[] {
  const dollars = (one: Design) => billOf(one, perSecond, prices).dollarsPerMillion;
  const p95 = (one: Design) => latencyOf(one, batchesAt(one, perSecond), perSecond, assumptions);
  const [today, before] = [dollars(design), p95(design)];
  const alternatives = [
    ...windowAlternatives(design),
    ...edgeAlternatives(design, assumptions),
    ...flowAlternatives(design),
    ...storeAlternatives(design, prices, assumptions),
    ...logAlternatives(design, assumptions),
  ];
  return alternatives.map(({ design: other, ...told }) => {
    const laterMs = p95(other).map(({ p95Ms }, index) => p95Ms - (before[index]?.p95Ms ?? p95Ms));
    const most = laterMs.toSorted((one, two) => Math.abs(two) - Math.abs(one))[0] ?? 0;
    return { ...told, savedPerMillion: today - dollars(other), laterMs: most };
  });
}
