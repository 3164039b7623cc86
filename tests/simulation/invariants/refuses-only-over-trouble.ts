import type { Invoked } from '../history.ts';
import type { Invariant } from './invariant.ts';

/** Buckets as the world names them: without the configuration no source is known, and what is not queued is stored. */
const BUCKETS = ['config', 'results'];

/** Whatever is posted here is valid, and of a known source: a 4xx makes its sender give it up. */
export const refusesOnlyOverTrouble: Invariant = {
  name: 'A valid webhook is refused only with 503, and only after a bucket was asked and did not answer well',
  check: ({ invocations }) =>
    invocations.flatMap((invoked) => {
      const status = invoked.functionName === 'ingest' ? statusOf(invoked) : undefined;
      if (status === undefined || (status >= 200 && status < 300)) return [];
      if (status !== 503) return [`A valid webhook was answered ${status} (${invoked.requestId})`];
      if (invoked.unanswered.some((name) => BUCKETS.includes(name))) return [];
      return [`A webhook was answered 503 though no bucket had failed (${invoked.requestId})`];
    }),
};

const statusOf = ({ answer }: Invoked): number | undefined =>
  typeof answer === 'object' && answer !== null && 'status' in answer ? Number(answer.status) : undefined;
