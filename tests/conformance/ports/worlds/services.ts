import type { DrainableQueue, HeldMessages, Objects, Queue, Table, Topic } from '#shared/ports.ts';
import type { QueueSettings, Received, SubscriptionSettings } from '../../../simulation/world/world.ts';

/** One queue from its three sides: who sends, who is invoked with its messages, and who empties it by hand. */
export interface QueueUnderTest {
  readonly arn: string;
  readonly port: Queue;
  readonly held: HeldMessages;
  readonly drainable: DrainableQueue;
  /** As Lambda's pollers do: more than ten at once, hidden for the queue's own time. */
  readonly receive: (countMax: number) => Promise<readonly Received[]>;
  readonly remove: (receiptHandle: string) => Promise<void>;
}

/** Everything behind the ports, empty, for one test. */
export interface Services {
  readonly queue: (name: string) => QueueUnderTest;
  readonly topic: Topic;
  readonly objects: Objects;
  /** Has the index `by-colour`: by `colour`, then by `at`; a page holds `note` of each item. */
  readonly table: Table;
  /** Lets time pass, and what becomes due in it happen. */
  readonly pass: (seconds: number) => Promise<void>;
}

export interface ServicesSettings {
  readonly queues?: readonly QueueSettings[];
  readonly subscriptions?: readonly SubscriptionSettings[];
}

/** Where the ports lead to: the same contract holds in each. */
export interface PortWorld {
  start(): Promise<void>;
  given(settings?: ServicesSettings): Promise<Services>;
  close(): Promise<void>;
}

export const INDEX = 'by-colour';

/** The same for tables in memory. */
export const INDEXES = { [INDEX]: { partition: 'colour', sort: 'at', holds: ['id', 'colour', 'at', 'note'] } };

/** A queue that hides what it gives for half a minute. */
export const oneQueue = (changes: Partial<QueueSettings> = {}): ServicesSettings => ({
  queues: [{ name: 'work', visibilitySeconds: 30, ...changes }],
});
