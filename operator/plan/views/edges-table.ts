import type { Assumptions } from '../assumptions.ts';
import type { Prices } from '../aws-facts.ts';
import { billOf, sumOf } from '../cost/bill.ts';
import { againstBudget, BUDGET } from '../cost/budget.ts';
import { behindApi, behindUrl } from '../cost/edge-alternatives.ts';
import type { Design } from '../design.ts';
import { edgeName } from '../edge-limits.ts';
import { dollars, type Table } from './tables.ts';

/** What the param `edge` changes of the bill, and whether the budget is met with either. */
export function edgesTable(
  design: Design,
  perSecond: number,
  prices: Prices,
  { accessLogKilobytes }: Pick<Assumptions, 'accessLogKilobytes'>,
): Table {
  const row = (param: string, edged: Design): readonly string[] => {
    const { items, parts, dollarsPerMillion, dollarsPerMonth } = billOf(edged, perSecond, prices);
    const budget = againstBudget(parts, perSecond, edged);
    return [
      param,
      edgeName(edged),
      dollars(sumOf(items.filter(({ stage }) => stage === 'api'))),
      dollars(sumOf(items.filter(({ name }) => name === 'access log'))),
      dollars(parts.callsAndLambda + parts.logs),
      budget === undefined ? 'none' : `${budget.isMet ? 'within' : 'over'} ${dollars(BUDGET.dollarsPerMillion)}`,
      dollars(dollarsPerMillion),
      dollars(dollarsPerMonth),
    ];
  };
  return {
    title: `By edge, at ${perSecond}/s`,
    headings: ['param edge', 'edge', 'requests', 'access log', 'calls, Lambda, logs', 'budget', '$/M', '$/month'],
    rows: [row('http-api', behindApi(design, accessLogKilobytes)), row('function-url', behindUrl(design))],
    note: 'What a function URL lacks, and when that is worth it: decisions/033-the-cheapest-edge.md. All other tables are of the edge that the stage has.',
  };
}
