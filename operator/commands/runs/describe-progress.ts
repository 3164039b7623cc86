import type { Receipt } from '#shared/messages/receipt.ts';
import { plainLine } from '../../terminal/fit-columns.ts';
import { describeSpan } from '../../terminal/describe-time.ts';
import { whole } from '../../terminal/whole.ts';
import { describeUnknown, DOES } from './describe-counts.ts';

/** How far a run is, on one line. */
export function describeProgress(seen: Receipt | Error, startedAt: Date, now: Date): string {
  const since = describeSpan(now.getTime() - startedAt.getTime());
  if (seen instanceof Error) return `${since}, its receipt cannot be read just now: ${plainLine(seen.message)}`;
  const { succeeded, skipped, failed, unknown = 0, state, request, pausedMs = 0 } = seen;
  const of = 'foreseen' in request && request.foreseen !== undefined ? ` of ${whole(request.foreseen)}` : '';
  const counts = [
    `${whole(succeeded)}${of} ${DOES[request.kind]}`,
    ...(skipped > 0 ? [`${whole(skipped)} skipped`] : []),
    ...(failed > 0 ? [`${whole(failed)} failed`] : []),
    ...(unknown > 0 ? [describeUnknown(unknown)] : []),
    ...(pausedMs > 0 ? [`stood back ${describeSpan(pausedMs)} for live traffic`] : []),
  ];
  return `${state} for ${since}: ${counts.join(', ')}`;
}
