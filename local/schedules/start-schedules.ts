// EventBridge's clock: invokes functions at a rate, the first time one interval after the start.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Functions } from '../functions/start-functions.ts';
import { FunctionNotFound, type Outcome } from '../functions/outcome.ts';
import { StartRefused } from '../start-refused.ts';
import type { Schedule } from './schedules-of.ts';

export interface SchedulesSettings {
  readonly schedules: readonly Schedule[];
  readonly functions: Pick<Functions, 'describe' | 'invoke'>;
  readonly speed: number;
  readonly log: (shortName: string, line: string) => void;
}

export interface RunningSchedules {
  /** No more invocations begin; waits for those under way. */
  close(): Promise<void>;
}

// Node's longest timer; a longer one would fire at once: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args
const timerMsMax = 2 ** 31 - 1;

/** @throws {StartRefused} for a target that is no function of the template */
export function startSchedules({ schedules, functions, speed, log }: SchedulesSettings): RunningSchedules {
  const stopping = new AbortController();
  const { signal } = stopping;
  const described = schedules.map((schedule) => ({ schedule, shortName: shortNameOf(schedule, functions) }));
  const running = described.map(({ schedule, shortName }) => repeat(schedule, (line) => log(shortName, line)));

  /**
   * Never two at once: with a speed the intervals shrink and the functions do not, so that they would pile up. AWS starts
   * the next one regardless, and lets a function that must not overlap itself say so with a reserved concurrency.
   */
  async function repeat(schedule: Schedule, say: (line: string) => void): Promise<void> {
    const everyMs = (schedule.everySeconds * 1000) / speed;
    for (let dueAt = performance.now() + everyMs; ; dueAt = nextDue(dueAt, everyMs)) {
      await waitUntil(dueAt);
      if (signal.aborted) return;
      const problem = await problemOf(functions.invoke(schedule.functionName, schedule.eventAt(new Date())));
      if (problem !== undefined)
        say(`the invocation by ${schedule.logicalId} failed (${problem}); the next one is due`);
    }
  }

  async function waitUntil(dueAt: number): Promise<void> {
    for (let leftMs = dueAt - performance.now(); leftMs > 0 && !signal.aborted; leftMs = dueAt - performance.now()) {
      // It rejects only when everything stops, which the caller sees by itself.
      await sleep(Math.min(leftMs, timerMsMax), undefined, { signal }).catch(() => undefined);
    }
  }

  return {
    async close() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

/** Times that went by under a long invocation are left out. */
function nextDue(dueAt: number, everyMs: number): number {
  const missed = Math.floor(Math.max(0, performance.now() - dueAt) / everyMs);
  return dueAt + (missed + 1) * everyMs;
}

async function problemOf(invocation: Promise<Outcome>): Promise<string | undefined> {
  try {
    const outcome = await invocation;
    return 'error' in outcome ? `${outcome.error.errorType}: ${outcome.error.errorMessage}` : undefined;
  } catch (error) {
    return String(error);
  }
}

function shortNameOf({ logicalId, functionName }: Schedule, functions: Pick<Functions, 'describe'>): string {
  try {
    return functions.describe(functionName).shortName;
  } catch (error) {
    if (!(error instanceof FunctionNotFound)) throw error;
    throw new StartRefused(`${logicalId}: local mode schedules functions of this template only, not ${functionName}.`);
  }
}
