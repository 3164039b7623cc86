import type { ClientSettings } from '#shared/aws/client-settings.ts';
import type {
  Clock,
  DrainableQueue,
  HeldMessages,
  Ids,
  Log,
  Objects,
  Outbound,
  Queue,
  Random,
  Table,
  Topic,
} from '#shared/ports.ts';
import type { LogLine } from '../../support/ports.ts';
import type { Scheduler } from '../engine/scheduler.ts';
import type { Troubles } from '../engine/troubles.ts';

/**
 * One Lambda execution environment. Once it has died nothing that it does has an effect, and nothing that it waits for
 * comes: a call of a dead environment neither resolves nor rejects.
 */
export interface Environment {
  readonly functionName: string;
  /** Every way out of whatever runs in it, with the troubles of the scenario. */
  readonly ports: EnvironmentPorts;
  readonly isDead: () => boolean;
  /** What is under way may still have its effect, or not. */
  readonly die: () => void;
  /** Names of the services that it asked, since this was called last, and that failed or have not answered yet. */
  readonly takeUnanswered: () => readonly string[];
}

/** By the names of the template's resources: `deliveries`, `archive`, `archive-dead-letters`, `results`, `markers`, … */
export interface EnvironmentPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly log: Log;
  /** @param settings how long it waits for an answer and how often it asks; the function's own unless given */
  readonly queue: (name: string, settings?: ClientSettings) => Queue;
  readonly held: (name: string) => HeldMessages;
  readonly drainable: (name: string) => DrainableQueue;
  readonly topic: () => Topic;
  readonly objects: (bucket: BucketName, settings?: ClientSettings) => Objects;
  readonly table: (name: TableName) => Table;
  readonly outbound: Outbound;
}

export type BucketName = 'results' | 'config';
export type TableName = 'dead-letters' | 'markers';

export interface QueueSettings {
  readonly name: string;
  readonly visibilitySeconds: number;
  /** With `deadLetters`: on the receive after this many SQS moves the message there. */
  readonly receivesMax?: number;
  readonly deadLetters?: string;
}

export interface SubscriptionSettings {
  readonly queue: string;
  /** As in the template: attribute → what it may be. */
  readonly filterPolicy: Readonly<Record<string, unknown>>;
  readonly deadLetters: string;
}

/** A message as SQS keeps it. */
export interface SimulatedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly group?: string;
  readonly sentAtMs: number;
  /** ARN of the queue from which SQS itself moved it here. */
  readonly movedFrom?: string;
}

export interface Received extends SimulatedMessage {
  readonly receiptHandle: string;
  readonly receives: number;
  readonly firstReceivedAtMs: number;
}

/** The queue itself, as the poller of an event source mapping and the checks see it: without troubles of the network. */
export interface SimulatedQueue extends QueueSettings {
  /** Hides what it gives; moves to the dead-letter queue what was received too often. */
  receive(countMax: number): readonly Received[];
  /** Without effect when the message was given to somebody else since. */
  remove(receiptHandle: string): void;
  /** Everything on it, hidden or not, in the order of its arrival. */
  messages(): readonly SimulatedMessage[];
  /** How many these are. */
  readonly size: number;
  /** Told of every message in the moment in which the queue has it. */
  onArrival(see: (message: SimulatedMessage) => void): void;
  /** Calls back whenever there may be something to receive. */
  onMessages(wake: () => void): void;
}

export interface SimulatedPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly atMs: number;
  readonly by: Environment;
  /** What the destination answered; undefined where it never did. */
  readonly status: number | undefined;
  /** False where the answer was lost on its way back. */
  readonly wasHeard: boolean;
}

/** What the services hold in the end, and what was seen on the way there. */
export interface World {
  readonly scheduler: Scheduler;
  readonly troubles: Troubles;
  readonly createEnvironment: (functionName: string) => Environment;
  readonly queues: ReadonlyMap<string, SimulatedQueue>;
  /** Bucket → key → bytes. */
  readonly stored: Readonly<Record<BucketName, ReadonlyMap<string, { readonly bytes: Buffer }>>>;
  /** Told of every key of the results bucket in the moment in which it is written. */
  readonly onStored: (see: (key: string) => void) => void;
  /** Keys under `ledger/` that were written more than once: what is its own marker is written once. */
  readonly overwritten: ReadonlySet<string>;
  readonly items: Readonly<Record<TableName, ReadonlyMap<string, { readonly item: unknown }>>>;
  /** What arrived at destinations, whatever they answered. */
  readonly posts: readonly SimulatedPost[];
  readonly log: readonly LogLine[];
  /** How many calls left an environment. */
  readonly calls: () => number;
  /** Of every call so far, in its order: when, of which environment, what was asked, and how it ended. */
  readonly digest: () => string;
}
