import type { Design } from '../design.ts';
import type { BillParts } from './bill.ts';

/** What calls, Lambda and logs may cost together where batches are full and bodies ordinary. */
export const BUDGET = { dollarsPerMillion: 4.5, perSecond: 40, kilobytes: 4 };

/** Undefined where it says nothing: batches fill only at a rate, and large bodies are paid for by their size. */
export function againstBudget(
  { callsAndLambda, logs }: BillParts,
  perSecond: number,
  { bodyKilobytes, eventsPerWebhook }: Pick<Design, 'bodyKilobytes' | 'eventsPerWebhook'>,
): { readonly dollarsPerMillion: number; readonly isMet: boolean } | undefined {
  if (perSecond < BUDGET.perSecond || bodyKilobytes > BUDGET.kilobytes || eventsPerWebhook > 1) return undefined;
  const dollarsPerMillion = callsAndLambda + logs;
  return { dollarsPerMillion, isMet: dollarsPerMillion <= BUDGET.dollarsPerMillion };
}
