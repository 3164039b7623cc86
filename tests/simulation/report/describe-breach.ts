import type { Shrunk } from '../shrink.ts';
import { replayLine } from '../replay-line.ts';
import type { Verdict } from '../verdict.ts';

/** So many sentences of one invariant are enough to understand it. */
const SENTENCES_MAX = 5;

/** Which run it was and what did not hold in it. */
export function describeBreach(verdict: Verdict, commit: string): string {
  const { scenario, breaches } = verdict;
  const byInvariant = Map.groupBy(breaches, ({ invariant }) => invariant);
  const lines = [...byInvariant].flatMap(([invariant, ofIt]) => [
    `  ✗ ${invariant}`,
    ...ofIt.slice(0, SENTENCES_MAX).map(({ sentence }) => `      ${sentence}`),
    ...(ofIt.length > SENTENCES_MAX ? [`      and ${ofIt.length - SENTENCES_MAX} more`] : []),
  ]);
  return `${[`seed ${scenario.seed}, commit ${commit}`, ...lines, `  Again: ${replayLine(scenario)}`].join('\n')}\n`;
}

/** The smallest scenario with the same breach, and how to see it. */
export function describeShrunk({ invariant, verdict, runs, isComplete }: Shrunk): string {
  const { deliveries } = verdict.scenario;
  const troubles = Object.entries(verdict.troubles).filter(([, times]) => times > 0);
  const made = troubles.map(([trouble, times]) => `${times} × ${trouble}`).join(', ') || 'no trouble';
  const [first, ...others] = verdict.breaches.filter((breach) => breach.invariant === invariant);
  const lines = [
    `  shrunk in ${runs} ${runs === 1 ? 'run' : 'runs'}${isComplete ? '' : ', until the time was over'}: ${deliveries} ${deliveries === 1 ? 'webhook' : 'webhooks'}, ${made}`,
    `  ✗ ${invariant}`,
    ...(first ? [`      ${first.sentence}`] : []),
    ...(others.length > 0 ? [`      and ${others.length} more`] : []),
    `  Again: ${replayLine(verdict.scenario)}`,
  ];
  return `${lines.join('\n')}\n`;
}
