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

/** What of the taken messages becomes of them in this second; shares of 1. */
export interface Outcome {
  /** Fails and is tried again. */
  readonly failing: number;
  /** Fails for good at once. */
  readonly refused: number;
}

export interface Step {
  readonly taken: number;
  readonly succeeded: number;
  readonly deadLetters: number;
}

/** The first wait at most; it doubles with each attempt. As FIRST_BACKOFF_SECONDS of shared/lambda/decide-fate.ts. */
const FIRST_BACKOFF_SECONDS = 5;

/** A queue with its mapping and its function, as one second follows the other; numbers of messages are means and not whole. */
export function createQueueModel({ mapped, attempts, backoffCeilingSeconds, messageKilobytes, quotas }: QueueSetting) {
  const batch = capOf(mapped, messageKilobytes);
  const perInvocationSecond = batch / (mapped.durationMs(batch) / 1000);
  const ceiling = Math.min(mapped.maximumConcurrency, quotas.mappingConcurrencyMax);
  /** By attempt, from the first. */
  const visible = Array.from({ length: attempts }, () => 0);
  /** By second and attempt, for those that wait for their next one. */
  const waiting = new Map<number, number[]>();
  let waitingCount = 0;
  let busySeconds = 0;
  let concurrency = 0;
  let arrived = 0;
  let started = 0;
  /** When so many had arrived: for the age of the oldest that has not been tried. */
  const arrivals: { readonly second: number; readonly upTo: number }[] = [];
  let oldest = 0;

  const backlog = () => visible.reduce((sum, count) => sum + count, 0);

  /** Full jitter: as likely in each second up to the longest wait. */
  const postpone = (count: number, attempt: number, second: number) => {
    const longest = Math.min(backoffCeilingSeconds, FIRST_BACKOFF_SECONDS * 2 ** (attempt - 1));
    for (let wait = 0; wait <= longest; wait += 1) {
      const at = second + 1 + wait;
      const counts = waiting.get(at) ?? Array.from({ length: attempts }, () => 0);
      counts[attempt] = (counts[attempt] ?? 0) + count / (longest + 1);
      waiting.set(at, counts);
    }
    waitingCount += count;
  };

  const wake = (second: number) => {
    waiting.get(second)?.forEach((count, attempt) => {
      visible[attempt] = (visible[attempt] ?? 0) + count;
      waitingCount -= count;
    });
    waiting.delete(second);
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
    isEmpty: () => backlog() + waitingCount < 0.5,
    arrive(count: number, second: number) {
      if (count <= 0) return;
      visible[0] = (visible[0] ?? 0) + count;
      arrived += count;
      arrivals.push({ second, upTo: arrived });
    },
    /** @param most that whatever the function writes to takes in this second */
    work(second: number, { failing, refused }: Outcome, most = Infinity): Step {
      wake(second);
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
      visible.forEach((count, index) => {
        const tried = (count / waits) * taken;
        visible[index] = count - tried;
        if (index === 0) started += tried;
        const again = tried * failing;
        deadLetters += tried * refused;
        if (again === 0) return;
        if (index + 1 >= attempts) deadLetters += again;
        else postpone(again, index + 1, second);
      });
      return { taken, succeeded: taken * (1 - failing - refused), deadLetters };
    },
  };
}

export type QueueModel = ReturnType<typeof createQueueModel>;
