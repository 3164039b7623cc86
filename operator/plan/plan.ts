import { pricesOf, quotasOf, type AwsFacts } from './aws-facts.ts';
import type { Assumptions } from './assumptions.ts';
import { batchesAt, EMPTIEST, FULLEST, type Sharing } from './batches.ts';
import { latencyOf, type Latency } from './capacity/latency.ts';
import { ceilingOf, limitsOf, type Limit } from './capacity/limits.ts';
import { needsAt, RATES, type NeedsAt } from './capacity/needs.ts';
import { billOf, type Bill } from './cost/bill.ts';
import { againstBudget } from './cost/budget.ts';
import type { Choice } from './cost/alternative.ts';
import { choicesOf } from './cost/choices.ts';
import type { Design } from './design.ts';
import { shapeOf, SHAPE_NAMES, type Shape } from './simulation/shapes.ts';
import { simulate } from './simulation/simulate.ts';
import type { Simulated } from './simulation/simulated.ts';

export interface Plan {
  readonly design: Design;
  readonly region: string;
  readonly ratePerSecond: number;
  readonly pricesAsOf: string;
  readonly pricesNote: string;
  readonly bill: Bill;
  /** Undefined where the budget says nothing of this rate or size. */
  readonly budget: ReturnType<typeof againstBudget>;
  /** Per million, if batches were as full or as empty as they can be: how they fill is the least certain of all. */
  readonly bounds: { readonly fullest: number; readonly emptiest: number; readonly withoutSendsOfTopic: number };
  readonly choices: readonly Choice[];
  readonly billsByRate: readonly { readonly perSecond: number; readonly bill: Bill }[];
  readonly limits: readonly (Limit & { readonly ceiling: number })[];
  readonly needs: readonly NeedsAt[];
  readonly latencies: readonly Latency[];
  readonly simulations: readonly Simulated[];
}

export interface Planned {
  readonly design: Design;
  readonly assumptions: Assumptions;
  readonly region: string;
  readonly ratePerSecond: number;
  /** Left out: all that come with the pipeline. */
  readonly shapes?: readonly Shape[];
}

/** Rates that a bill is shown for beside the one that was asked for. */
const BILLED_RATES = [0.4, 4, 40, 400] as const;

/** Cost, ceilings, waiting and what happens over time, of one pipeline at one rate. */
export function planOf({ design, assumptions, region, ratePerSecond, shapes }: Planned, facts: AwsFacts): Plan {
  const [prices, quotas] = [pricesOf(facts), quotasOf(facts, region)];
  const bill = billOf(design, ratePerSecond, prices);
  const boundOf = (sharing: Sharing) =>
    billOf(design, ratePerSecond, prices, batchesAt(design, ratePerSecond, sharing)).dollarsPerMillion;
  return {
    design,
    region,
    ratePerSecond,
    pricesAsOf: facts.date,
    pricesNote: facts.note,
    bill,
    budget: againstBudget(bill.parts, ratePerSecond, design),
    bounds: {
      fullest: boundOf(FULLEST),
      emptiest: boundOf(EMPTIEST),
      withoutSendsOfTopic: billOf({ ...design, isSendOfTopicBilled: false }, ratePerSecond, prices).dollarsPerMillion,
    },
    choices: choicesOf(design, ratePerSecond, prices, assumptions),
    billsByRate: BILLED_RATES.map((perSecond) => ({ perSecond, bill: billOf(design, perSecond, prices) })),
    limits: limitsOf(design, quotas)
      .map((limit) => ({ ...limit, ceiling: ceilingOf(limit) }))
      .toSorted((one, other) => one.ceiling - other.ceiling),
    needs: [...new Set([...RATES, ratePerSecond])]
      .toSorted((a, b) => a - b)
      .map((perSecond) => needsAt(design, perSecond, quotas)),
    latencies: latencyOf(design, bill.batches, ratePerSecond, assumptions),
    simulations: (shapes ?? SHAPE_NAMES.map((name) => shapeOf(name, ratePerSecond))).map((shape) =>
      simulate(design, shape, quotas),
    ),
  };
}
