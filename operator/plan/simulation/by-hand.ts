import type { Quotas } from '../aws-facts.ts';
import { capOf } from '../batches.ts';
import { DISPATCH, type Design } from '../design.ts';
import { edgeLimits, edgeStage } from '../edge-limits.ts';
import { byHandOfTrouble } from './by-hand-of-trouble.ts';
import { whole, type ByHand, type QueueByHand } from './by-hand-figures.ts';
import { excessOf, highestRate, type Shape } from './shapes.ts';
import type { Comparison, QueueOutcome, Simulated } from './simulated.ts';

/**
 * The same outcomes from formulas that need no steps, each with its figures. A queue is compared where one formula holds: its
 * ramp under a flat rate, a ceiling that is too low, an outage, poison.
 */
export function compareByHand(
  simulated: Omit<Simulated, 'byHand'>,
  design: Design,
  shape: Shape,
  quotas: Quotas,
): readonly Comparison[] {
  const { dispatch, workers, eventsPerWebhook } = design;
  const letsThrough = edgeLimits(design, quotas).perSecond;
  const settings = new Map<string, { readonly mapped: Design['dispatch'] | Design['workers'][number]; share: number }>([
    [DISPATCH, { mapped: dispatch, share: 1 }],
    ...workers.map((worker) => [worker.name, { mapped: worker, share: worker.share * eventsPerWebhook }] as const),
  ]);
  const ofQueue = (outcome: QueueOutcome): readonly Comparison[] => {
    const setting = settings.get(outcome.name);
    if (!setting) return [];
    const batch = capOf(setting.mapped, outcome.name === DISPATCH ? design.deliveryKilobytes : design.messageKilobytes);
    const queue: QueueByHand = {
      batch,
      perInvocationSecond: batch / (setting.mapped.durationMs(batch) / 1000),
      ceiling: Math.min(setting.mapped.maximumConcurrency, quotas.mappingConcurrencyMax),
      atFirst: quotas.mappingConcurrencyAtFirst,
      growth: quotas.mappingConcurrencyPerSecond,
      ratePerSecond: Math.min(highestRate(shape), letsThrough) * setting.share,
      share: setting.share,
      attempts: setting.mapped.attempts,
      backoffCeilingSeconds: setting.mapped.backoffCeilingSeconds,
    };
    const isAbout = shape.trouble !== undefined && outcome.name === simulated.about;
    const found = isAbout ? byHandOfTrouble(queue, shape) : withoutTrouble(queue, shape);
    return found.map(({ of, ...told }) => ({ queue: outcome.name, simulated: of(outcome) ?? 0, ...told }));
  };
  return [...throttled(simulated, design, shape, quotas), ...simulated.queues.flatMap(ofQueue)];
}

/** What the token bucket refuses: all above its rate, but for what the bucket held when it began. */
function throttled(
  { throttledByApi }: Pick<Simulated, 'throttledByApi'>,
  design: Design,
  shape: Shape,
  quotas: Quotas,
): readonly Comparison[] {
  const { perSecond, burst } = edgeLimits(design, quotas);
  const above = excessOf(shape, perSecond);
  return [
    {
      queue: edgeStage(design),
      what: 'answered 429',
      simulated: throttledByApi,
      byHand: Math.max(0, above - burst),
      formula: `${whole(above)} posts above ${whole(perSecond)}/s${burst === 0 ? '' : ` − the burst of ${whole(burst)}`}`,
    },
  ];
}

function withoutTrouble(queue: QueueByHand, shape: Shape): readonly ByHand[] {
  const { batch, perInvocationSecond: each, ratePerSecond: rate, ceiling, atFirst, growth } = queue;
  const needed = rate / each;
  const most = ceiling * each;
  const per = `${whole(batch)} ÷ ${(batch / each).toFixed(3)} s`;
  const atOnce: ByHand = {
    what: 'most at once',
    of: ({ concurrencyMost }) => concurrencyMost,
    byHand: Math.min(needed, ceiling),
    formula: `${whole(rate)}/s ÷ (${per}), ${whole(ceiling)} at most`,
  };
  const isFlat = shape.points.length === 1;
  // To work off what waits it grows on behind the rate, for as long again.
  const grown = 2 * needed - atFirst;
  const atOnceGrowing: ByHand =
    isFlat && needed > atFirst
      ? {
          ...atOnce,
          byHand: Math.min(grown, ceiling),
          formula: `2 × ${whole(rate)}/s ÷ (${per}) − ${atFirst}, ${whole(ceiling)} at most`,
        }
      : atOnce;
  if (needed > ceiling && !isFlat) {
    const above = excessOf(shape, most / queue.share) * queue.share;
    return [
      atOnce,
      {
        what: 'most waiting',
        of: ({ backlogMost }) => backlogMost,
        byHand: above,
        formula: `what comes above ${whole(ceiling)} × ${per} = ${whole(most)}/s, if it all comes at a stretch`,
      },
    ];
  }
  // While nothing is above what the mapping starts with, nothing waits for longer than its function takes.
  if (needed <= atFirst || !isFlat) return [atOnce];
  // With C = 5 + 5t it catches up when the rate is reached: the most waits then, and as long again works it off.
  const grownAt = (Math.min(needed, ceiling) - atFirst) / growth;
  const atGrown = rate * grownAt - each * (atFirst * grownAt + (growth / 2) * grownAt ** 2);
  const left = Math.max(0, rate - most) * (shape.seconds - grownAt);
  const waits: ByHand = {
    what: 'most waiting',
    of: ({ backlogMost }) => backlogMost,
    byHand: atGrown + left,
    formula: `${whole(rate)}/s × t − (${per}) × (${atFirst}t + ${growth / 2}t²), t = ${grownAt.toFixed(1)} s${left > 0 ? `, and (${whole(rate)} − ${whole(most)})/s × ${whole(shape.seconds - grownAt)} s` : ''}`,
  };
  if (left > 0) return [atOnceGrowing, waits];
  const until = (needed - atFirst) / (growth / 2);
  // Beyond its ceiling the mapping would have to grow to keep on catching up.
  if (grown > ceiling) return [atOnceGrowing, waits];
  return [
    atOnceGrowing,
    waits,
    {
      what: 'waited for, s',
      of: ({ waitedUntilSecond = -1 }) => waitedUntilSecond + 1,
      byHand: until,
      formula: `(${whole(rate)}/s ÷ (${per}) − ${atFirst}) ÷ ${growth / 2}`,
    },
  ];
}
