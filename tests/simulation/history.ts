import type { Environment, World } from './world/world.ts';

/** One thing that happened at a sender: a webhook of its own, or one element of an array. */
export interface Happening {
  readonly source: string;
  /** The sender's own id of it. */
  readonly senderEventId: string;
  readonly type: string;
  /** Names of the workers that must end with a result or a dead letter of it. */
  readonly workers: readonly string[];
  /** Of them those that can only fail at it. */
  readonly poisonFor: readonly string[];
  /** At least one of its posts was answered with 2xx. */
  accepted: boolean;
  /** What its sender has signed of it, once per attempt. */
  readonly told: Told[];
}

export interface Told {
  /** The body, or the element of an array as it stood in it. */
  readonly text: string;
  /** As they were posted, the signature's own among them. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface Answered {
  readonly deliveryId: string;
  readonly status: number;
  readonly atMs: number;
  /** At this very moment the deliveries queue or the spill prefix held, or had held, all of the delivery. */
  readonly wasDurable: boolean;
}

export interface Invoked {
  readonly functionName: string;
  readonly requestId: string;
  readonly startedAtMs: number;
  readonly ending: 'answered' | 'threw' | 'died' | 'timed-out';
  /** True when a trouble killed or delayed it beyond what it could know of. */
  readonly wasTroubled: boolean;
  /** Where it answered. */
  readonly answer?: unknown;
  /** Names of the services that it asked and that failed or had not answered when it ended. */
  readonly unanswered: readonly string[];
}

/** All that the invariants look at, once everything has come to its end. */
export interface History {
  readonly world: World;
  readonly happenings: readonly Happening[];
  readonly answers: readonly Answered[];
  readonly invocations: readonly Invoked[];
  /** Environments that ended in the middle of an invocation, by death or given up while frozen, and when that had begun. */
  readonly cutOff: ReadonlyMap<Environment, number>;
  /** Currency → the sum of the distinct payments in minor units. */
  readonly paid: Readonly<Record<string, bigint>>;
  /** `idle` when everything came to its end; else what was still going on when the time limit came. */
  readonly ended: 'idle' | 'late';
}
