import type { Assumptions } from '../assumptions.ts';
import type { Design } from '../design.ts';
import type { Alternative } from './alternative.ts';

/** The same pipeline behind the other edge: what else changes in its template is paid for by nobody. */
export const behindUrl = (design: Design): Design => ({
  ...design,
  isFunctionUrl: true,
  log: { ...design.log, accessLogKilobytes: 0 },
});

export const behindApi = (design: Design, accessLogKilobytes: number): Design => ({
  ...design,
  isFunctionUrl: false,
  log: { ...design.log, accessLogKilobytes },
});

/** By the param `edge`, from either side. */
export function edgeAlternatives(
  design: Design,
  { accessLogKilobytes }: Pick<Assumptions, 'accessLogKilobytes'>,
): readonly Alternative[] {
  if (design.isFunctionUrl) {
    return [
      {
        choice: 'edge',
        today: 'function URL',
        alternative: 'HTTP API (param edge)',
        price: 'none: it has a name of one’s own, bursts and an access log',
        design: behindApi(design, accessLogKilobytes),
      },
    ];
  }
  return [
    {
      choice: 'edge',
      today: 'HTTP API',
      alternative: 'function URL (param edge)',
      price: 'no name of one’s own, no access log, no bursts; a tenth of requestsPerSecond is reserved',
      design: behindUrl(design),
    },
  ];
}
