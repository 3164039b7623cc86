import { whole, type ByHand, type QueueByHand } from './by-hand-figures.ts';
import { longestWaitSeconds } from './queue.ts';
import type { Shape, Trouble } from './shapes.ts';

/** What an outage of one worker comes to. */
export function byHandOfTrouble(queue: QueueByHand, { trouble, seconds }: Shape): readonly ByHand[] {
  if (trouble?.kind === 'paused') return ofPause(queue, trouble, seconds);
  return trouble === undefined ? [] : ofRetries(queue, trouble);
}

/** Q0 + in × t = (B ÷ d) × (5t + 2.5t²) while the mapping grows to its ceiling; then Q ÷ (μ − in), and without traffic Q ÷ μ. */
function ofPause(queue: QueueByHand, { fromSecond, seconds }: Trouble, trafficSeconds: number): readonly ByHand[] {
  const { ratePerSecond: rate, perInvocationSecond: each, ceiling, atFirst, growth } = queue;
  const waiting = rate * seconds;
  const most = ceiling * each;
  const growthSeconds = Math.max(0, (ceiling - atFirst) / growth);
  const workedOff = each * (atFirst * growthSeconds + (growth / 2) * growthSeconds ** 2);
  const left = waiting + rate * growthSeconds - workedOff;
  const backlog: ByHand = {
    what: 'most waiting',
    of: ({ backlogMost }) => backlogMost,
    byHand: waiting,
    formula: `${whole(rate)}/s × ${whole(seconds)} s`,
  };
  const resumes = fromSecond + seconds;
  const trafficLeft = trafficSeconds - resumes - growthSeconds;
  if (left <= 0 || most <= rate || left / (most - rate) > trafficLeft) return [backlog];
  return [
    backlog,
    {
      what: 'worked off in, s',
      of: ({ waitedUntilSecond = resumes - 1 }) => waitedUntilSecond + 1 - resumes,
      byHand: growthSeconds + left / (most - rate),
      formula: `${growthSeconds.toFixed(1)} s to grow to ${whole(ceiling)} invocations, then ${whole(left)} ÷ (${whole(most)} − ${whole(rate)})/s`,
    },
  ];
}

/** A failed event waits out its backoff; tried as often as its row says, it is a dead letter. */
function ofRetries(queue: QueueByHand, { kind, seconds, share }: Trouble): readonly ByHand[] {
  const { ratePerSecond, attempts, backoffCeilingSeconds, perInvocationSecond: each, batch } = queue;
  const tried = (ratePerSecond * (1 - share) + ratePerSecond * share * attempts) / each;
  const failing = ratePerSecond * share;
  // The mean of a jittered wait is half of the longest; a second passes with each attempt.
  const waits = Array.from(
    { length: attempts - 1 },
    (_, index) => longestWaitSeconds(index + 1, backoffCeilingSeconds) / 2 + 1,
  );
  const mean = waits.reduce((sum, wait) => sum + wait, 0);
  const longest = 2 * (mean - waits.length) + waits.length;
  const meanIn = `${attempts - 1} waits, ${whole(mean)} s on average`;
  const inFlight: ByHand = {
    what: 'most in flight',
    of: ({ inFlightMost }) => inFlightMost,
    byHand: tried * batch + failing * mean,
    formula: `${whole(failing)}/s failing × ${whole(mean)} s (${meanIn}) + ${whole(tried * batch)} at work`,
  };
  const dead: ByHand = {
    what: 'dead letters',
    of: ({ deadLetters }) => deadLetters,
    byHand: kind === 'poison' ? failing * seconds : failing * Math.max(0, seconds - mean),
    formula:
      kind === 'poison'
        ? `${whole(failing)}/s × ${whole(seconds)} s`
        : `${whole(failing)}/s × (${whole(seconds)} − ${whole(mean)}) s: who came later lived to see the end of it`,
  };
  // Where the outage is over before the longest waits are, means no longer tell how many are left.
  const balanced = seconds >= longest ? [inFlight, dead] : kind === 'poison' ? [dead] : [];
  if (kind !== 'poison') return balanced;
  return [
    ...balanced,
    {
      what: 'dead after, s (mean)',
      of: ({ meanSecondsToDeadLetter }) => meanSecondsToDeadLetter,
      byHand: mean,
      formula: meanIn,
    },
  ];
}
