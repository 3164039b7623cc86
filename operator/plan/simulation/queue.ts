import type { Quotas } from '../aws-facts.ts';
import { capOf } from '../batches.ts';
import type { Mapped } from '../design.ts';

export interface QueueSetting {
  readonly name: string;
  readonly mapped: Mapped;
  readonly attempts: number;
  readonly backoffCeilingSeconds: number;
  readonly messageKilobytes: number;
  readonly quotas: Quotas;
}

/** What becomes of the messages in this second; shares of 1. */
export interface Outcome {
  /** Fails and is tried again. */
  readonly failing: number;
  /** The function is not invoked at all. */
  readonly isPaused: boolean;
}

export interface Step {
  readonly taken: number;
  readonly succeeded: number;
  readonly deadLetters: number;
}

/** The first wait at most; it doubles with each attempt. As FIRST_BACKOFF_SECONDS of shared/lambda/decide-fate.ts. */
const FIRST_BACKOFF_SECONDS = 5;

/** Behind this attempt, from 1. */
export const longestWaitSeconds = (attempt: number, ceilingSeconds: number) =>
  Math.min(ceilingSeconds, FIRST_BACKOFF_SECONDS * 2 ** (attempt - 1));

/** A queue with its mapping and its function, as one second follows the other; numbers of messages are means and not whole. */
export function createQueueModel({ mapped, attempts, backoffCeilingSeconds, messageKilobytes, quotas }: QueueSetting) {
  const batch = capOf(mapped, messageKilobytes);
  const perInvocationSecond = batch / (mapped.durationMs(batch) / 1000);
  const ceiling = Math.min(mapped.maximumConcurrency, quotas.mappingConcurrencyMax);
  /** By attempt from the first: those that can succeed, and behind them those that never will. */
  const visible = Array.from({ length: 2 * attempts }, () => 0);
  /** By second and attempt, for those that wait for their next one: a ring, since nobody waits beyond the ceiling. */
  const seconds = Math.floor(backoffCeilingSeconds) + 2;
  const waiting = new Float64Array(seconds * visible.length);
  let waitingCount = 0;
  let busySeconds = 0;
  let concurrency = 0;
  let arrived = 0;
  let started = 0;
  /** Of poison: how many, and the sum of the seconds in which they came; and the same of dead letters. */
  const poisoned = { count: 0, seconds: 0 };
  const dead = { count: 0, seconds: 0 };
  /** When so many had arrived: for the age of the oldest that has not been tried. */
  const arrivals: { readonly second: number; readonly upTo: number }[] = [];
  let oldest = 0;

  const backlog = () => visible.reduce((sum, count) => sum + count, 0);

  /** Full jitter: as likely in each second up to the longest wait. */
  const postpone = (count: number, index: number, second: number) => {
    const attempt = index % attempts;
    const longest = longestWaitSeconds(attempt, backoffCeilingSeconds);
    const share = count / (longest + 1);
    for (let wait = 0; wait <= longest; wait += 1) {
      const place = ((second + 1 + wait) % seconds) * visible.length + index;
      waiting[place] = (waiting[place] ?? 0) + share;
    }
    waitingCount += count;
  };

  const wake = (second: number) => {
    const first = (second % seconds) * visible.length;
    const due = waiting.subarray(first, first + visible.length);
    due.forEach((count, attempt) => {
      visible[attempt] = (visible[attempt] ?? 0) + count;
      waitingCount -= count;
    });
    due.fill(0);
  };

  const ageSeconds = (second: number) => {
    while (oldest < arrivals.length && (arrivals[oldest]?.upTo ?? 0) <= started + 1e-6) oldest += 1;
    return oldest < arrivals.length ? second - (arrivals[oldest]?.second ?? second) : 0;
  };

  return {
    backlog,
    ageSeconds,
    concurrency: () => concurrency,
    inFlight: () => waitingCount + concurrency * batch,
    meanSecondsToDeadLetter: () =>
      poisoned.count === 0 || dead.count === 0
        ? undefined
        : dead.seconds / dead.count - poisoned.seconds / poisoned.count,
    isEmpty: () => backlog() + waitingCount < 0.5,
    /** @param poison of these, the share that can never succeed */
    arrive(count: number, second: number, poison = 0) {
      if (count <= 0) return;
      visible[0] = (visible[0] ?? 0) + count * (1 - poison);
      visible[attempts] = (visible[attempts] ?? 0) + count * poison;
      poisoned.count += count * poison;
      poisoned.seconds += count * poison * second;
      arrived += count;
      arrivals.push({ second, upTo: arrived });
    },
    /** @param most that whatever the function writes to takes in this second */
    work(second: number, { failing, isPaused }: Outcome, most = Infinity): Step {
      wake(second);
      if (isPaused) {
        concurrency = 0;
        busySeconds = 0;
        return { taken: 0, succeeded: 0, deadLetters: 0 };
      }
      const waits = backlog();
      // It grows while there is more than it can take, and falls back once there is not; over this second it is their mean.
      const allowed = Math.min(
        ceiling,
        quotas.mappingConcurrencyAtFirst + quotas.mappingConcurrencyPerSecond * (busySeconds + 0.5),
      );
      concurrency = Math.min(allowed, waits / perInvocationSecond);
      const room = Math.max(0, quotas.queueInFlight - waitingCount);
      const taken = Math.min(waits, allowed * perInvocationSecond, most, room);
      busySeconds =
        waits > taken + 1e-9 || concurrency >= allowed
          ? busySeconds + 1
          : Math.max(0, concurrency - quotas.mappingConcurrencyAtFirst) / quotas.mappingConcurrencyPerSecond;
      if (waits === 0 || taken === 0) return { taken: 0, succeeded: 0, deadLetters: 0 };
      let deadLetters = 0;
      let succeeded = 0;
      visible.forEach((count, index) => {
        const tried = (count / waits) * taken;
        visible[index] = count - tried;
        if (index % attempts === 0) started += tried;
        const again = tried * (index < attempts ? failing : 1);
        succeeded += tried - again;
        if (again === 0) return;
        if ((index + 1) % attempts === 0) deadLetters += again;
        else postpone(again, index + 1, second);
      });
      dead.count += deadLetters;
      dead.seconds += deadLetters * second;
      return { taken, succeeded, deadLetters };
    },
  };
}

export type QueueModel = ReturnType<typeof createQueueModel>;
