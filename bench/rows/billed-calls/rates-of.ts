import { readAssumptions } from '../../../operator/plan/assumptions.ts';
import { pricesOf, readAwsFacts } from '../../../operator/plan/aws-facts.ts';
import { billOf, type Bill } from '../../../operator/plan/cost/bill.ts';
import type { Design, Invoked } from '../../../operator/plan/design.ts';
import { readDesign } from '../../../operator/plan/read-design.ts';
import { readPackagedService } from '../../../template/read-packaged-service.ts';
import { SHARES } from '../../load/webhooks.ts';
import type { Rates } from './price-run.ts';

/** START, END and REPORT of a function whose log format is text, which is the default. */
const TEXT_LOG_KILOBYTES = 0.35;
/** Of the reference: serverless.yml says it, Lambda's default is 128. */
const NAIVE_MEGABYTES = 512;

export interface BillingRates {
  readonly ours: Rates;
  readonly naive: Rates;
  /** What the plan expects of the mix at a rate. */
  readonly planned: (perSecond: number, sizeKilobytes: number) => Bill;
}

/** Prices of the dated file; durations and Lambda's own lines as the plan assumes them. */
export async function ratesOf(packagedProd: string): Promise<BillingRates> {
  const packaged = await readPackagedService(packagedProd);
  const assumptions = { ...readAssumptions(), shares: SHARES };
  const prices = pricesOf(readAwsFacts());
  const designOf = (sizeKilobytes: number): Design => readDesign(packaged, assumptions, { sizeKilobytes, mix: {} });
  const design = designOf(4);
  const functions: readonly (readonly [string, Invoked])[] = [
    ['ingest', design.ingest],
    ['dispatch', design.dispatch],
    ...design.workers.map((worker) => [worker.name, worker] as const),
  ];
  const shared = { prices, isSendOfTopicBilled: design.isSendOfTopicBilled };
  return {
    ours: {
      ...shared,
      invoked: new Map(functions),
      invocationLogKilobytes: design.log.perInvocationKilobytes,
      accessLogKilobytes: design.log.accessLogKilobytes,
    },
    naive: {
      ...shared,
      // The same work is assumed to take as long, though the reference writes to a table twice in every stage.
      invoked: new Map(
        functions.map(([name, { durationMs }]) => [name, { durationMs, memoryMegabytes: NAIVE_MEGABYTES }]),
      ),
      invocationLogKilobytes: TEXT_LOG_KILOBYTES,
      accessLogKilobytes: 0,
    },
    planned: (perSecond, sizeKilobytes) => billOf(designOf(sizeKilobytes), perSecond, prices),
  };
}
