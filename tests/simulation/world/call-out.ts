import type { ClientSettings } from '#shared/aws/client-settings.ts';
import type { Random } from '#shared/ports.ts';
import type { Scheduler } from '../engine/scheduler.ts';
import type { Troubles } from '../engine/troubles.ts';
import { asError, awsError } from './aws-error.ts';
import type { Digest } from './digest.ts';
import type { Endpoint } from './endpoint.ts';
import { troubleOfCall, type CallTrouble } from './trouble-of-call.ts';
import type { UnansweredCalls } from './unanswered-calls.ts';

export interface Call<Answer> {
  readonly endpoint: Endpoint;
  readonly operation: string;
  readonly key: string;
  readonly settings: ClientSettings;
  /** What the service does with it, in one moment; a throw is its refusal. Comes twice when the SDK repeats the call. */
  readonly effect: () => Answer;
}

/** The one way out of an environment: here calls take their time, fail, and are cut off. */
export type CallOut = <Answer>(call: Call<Answer>) => Promise<Answer>;

export interface CallOutPorts {
  readonly scheduler: Scheduler;
  readonly troubles: Troubles;
  readonly digest: Digest;
  readonly onCall: () => void;
  readonly unanswered: Omit<UnansweredCalls, 'take'>;
}

/** The environment whose calls these are. */
export interface Caller {
  readonly number: number;
  /** By how much more probable it is that a call of it fails. */
  readonly weight: number;
  readonly isDead: () => boolean;
  readonly die: () => void;
}

interface Pending {
  readonly call: Call<unknown>;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Taken {
  readonly answer: unknown;
}

/** Within a region most calls take this long. */
const LATENCY_MS = { min: 2, max: 12 };
/** Of calls whose answer was lost these are repeated by the SDK in time; of the others the caller hears an error. */
const REPEATED_SHARE = 0.5;
/** Of slow calls these get no answer in the time that the client gives them. */
const TOO_SLOW_SHARE = 0.2;
/** Of slow calls these are the first of many: whatever they went to is slow for a while. */
const SLOWING_SHARE = 0.6;

export function createCallOut(caller: Caller, ports: CallOutPorts): CallOut {
  const { scheduler, troubles, digest, onCall, unanswered } = ports;
  const world = troubles.random('world');
  const latencyMs = () => LATENCY_MS.min + world.fraction() * (LATENCY_MS.max - LATENCY_MS.min);

  const note = ({ operation, key }: Call<unknown>, outcome: string) => {
    digest.addNumber(scheduler.nowMs());
    digest.addNumber(caller.number);
    digest.add(operation);
    digest.add(key);
    digest.add(outcome);
  };

  const fail = ({ call, reject }: Pending, error: Error) => {
    if (caller.isDead()) return;
    note(call, error.name);
    unanswered.failed(call.endpoint.name);
    reject(error);
  };

  const succeed = ({ call, resolve }: Pending, taken: Taken | undefined) => {
    if (!taken || caller.isDead()) return;
    note(call, 'answered');
    unanswered.answered(call.endpoint.name);
    resolve(taken.answer);
  };

  /** It has arrived at its service. Undefined when there will be no answer of it, or an error. */
  const arrive = (pending: Pending): Taken | undefined => {
    const { endpoint, settings, effect } = pending.call;
    const refusal = endpoint.refusal();
    if (refusal) {
      const waitMs = refusal.manner === 'hangs' ? patienceMs(settings) : 0;
      scheduler.after(waitMs, () => fail(pending, refusal.error()));
      return undefined;
    }
    // What a dead environment has sent may have got through, or not.
    if (caller.isDead() && troubles.random('crash').fraction() < 0.5) return undefined;
    try {
      return { answer: effect() };
    } catch (error) {
      fail(pending, asError(error));
      return undefined;
    }
  };

  const failSilently = (pending: Pending) =>
    scheduler.after(patienceMs(pending.call.settings), () =>
      fail(pending, awsError('TimeoutError', 'No answer came in time')),
    );

  const ways: Readonly<Record<CallTrouble, (pending: Pending, random: Random) => void>> = {
    crash(pending, random) {
      const isBefore = random.fraction() < 0.5;
      if (isBefore) return dieAt(pending, 'died before');
      scheduler.after(latencyMs(), () => {
        arrive(pending);
        dieAt(pending, 'died behind');
      });
    },
    'error-before'(pending) {
      scheduler.after(latencyMs(), () => fail(pending, awsError('InternalError', 'An internal error occurred', 500)));
    },
    'error-after'(pending, random) {
      const isRepeated = random.fraction() < REPEATED_SHARE;
      scheduler.after(latencyMs(), () => {
        if (!arrive(pending)) return;
        const isRepeatable = pending.call.settings.maxAttempts > 1;
        if (isRepeated && isRepeatable) scheduler.after(latencyMs(), () => succeed(pending, arrive(pending)));
        else failSilently(pending);
      });
    },
    slow(pending, random) {
      const { endpoint } = pending.call;
      if (!endpoint.isSlow() && random.fraction() < SLOWING_SHARE) endpoint.slowDown();
      const wholeMs = random.fraction() * pending.call.settings.requestHandler.requestTimeout;
      const arrivalMs = random.fraction() * wholeMs;
      const isTooSlow = random.fraction() < TOO_SLOW_SHARE;
      scheduler.after(arrivalMs, () => {
        const taken = arrive(pending);
        if (!taken) return;
        if (isTooSlow) failSilently(pending);
        else scheduler.after(wholeMs - arrivalMs, () => succeed(pending, taken));
      });
    },
    throttle(pending) {
      pending.call.endpoint.throttle();
      scheduler.after(latencyMs(), () => succeed(pending, arrive(pending)));
    },
  };

  const dieAt = ({ call }: Pending, outcome: string) => {
    if (caller.isDead()) return;
    note(call, outcome);
    caller.die();
  };

  return <Answer>(call: Call<Answer>) =>
    new Promise<Answer>((resolve, reject) => {
      unanswered.asked(call.endpoint.name);
      // Nothing that a dead environment still does has an effect, and nothing comes of it.
      if (caller.isDead()) return;
      onCall();
      const pending: Pending = { call, resolve: resolve as Pending['resolve'], reject };
      const trouble = troubleOfCall(troubles, caller.weight) ?? (call.endpoint.isSlow() ? 'slow' : undefined);
      if (trouble) ways[trouble](pending, troubles.random(trouble));
      else scheduler.after(latencyMs(), () => succeed(pending, arrive(pending)));
    });
}

/** How long a client waits altogether for a service that does not answer. */
const patienceMs = ({ maxAttempts, requestHandler }: ClientSettings) => maxAttempts * requestHandler.requestTimeout;
