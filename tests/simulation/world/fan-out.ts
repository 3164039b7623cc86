import type { QueueMessage, TopicEntry } from '#shared/ports.ts';
import { matchesFilterPolicy } from '../../../local/emulators/sns/filter-policy/matches-filter-policy.ts';
import { parseFilterPolicy } from '../../../local/emulators/sns/filter-policy/parse-filter-policy.ts';
import { stringAttributes } from '#shared/aws/string-attributes.ts';
import { QUEUE_ATTRIBUTES_MAX } from '../../support/ports/message-refusal.ts';
import type { Scheduler } from '../engine/scheduler.ts';
import type { Troubles } from '../engine/troubles.ts';
import type { InMemoryQueue } from './in-memory-queue.ts';
import type { SubscriptionSettings } from './world.ts';

export interface FanOutPorts {
  readonly scheduler: Scheduler;
  readonly troubles: Troubles;
  readonly queue: (name: string) => InMemoryQueue;
}

/** Between a topic and its queues. */
const DELIVERY_MS = { min: 3, max: 40 };
/** How often a topic delivers a message twice, or later than its neighbours. */
const DUPLICATE_CHANCE = 0.003;
const LATE_CHANCE = 0.01;
const LATE_MS_MAX = 20_000;
/** How often a topic gives up a delivery: its policy was wrong for a moment, say. */
const UNDELIVERABLE_CHANCE = 0.0005;

interface Subscription {
  readonly wants: (entry: TopicEntry) => boolean;
  readonly queue: InMemoryQueue;
  readonly deadLetters: InMemoryQueue;
}

/** Brings what was published to every queue that wants it, as SNS does: at least once, in any order, or to its dead letters. */
export function createFanOut(settings: readonly SubscriptionSettings[], ports: FanOutPorts) {
  const { scheduler, troubles, queue } = ports;
  const world = troubles.random('world');
  const subscriptions = settings.map((one): Subscription => ({
    wants: createWants(one.filterPolicy),
    queue: queue(one.queue),
    deadLetters: queue(one.deadLetters),
  }));

  const deliver = ({ message, isRefused }: Delivered, { queue: target, deadLetters }: Subscription) => {
    if (isRefused || troubles.strikes('error-before', UNDELIVERABLE_CHANCE)) return deadLetters.send(message);
    target.send(message);
    if (troubles.strikes('duplicate', DUPLICATE_CHANCE)) target.send(message);
  };

  return (entries: readonly TopicEntry[]): void => {
    scheduler.after(DELIVERY_MS.min + world.fraction() * (DELIVERY_MS.max - DELIVERY_MS.min), () => {
      for (const entry of entries) {
        const delivered = toDelivered(entry);
        for (const subscription of subscriptions) {
          if (!subscription.wants(entry)) continue;
          if (!troubles.strikes('reorder', LATE_CHANCE)) deliver(delivered, subscription);
          else {
            const lateMs = troubles.random('reorder').fraction() * LATE_MS_MAX;
            scheduler.after(lateMs, () => deliver(delivered, subscription));
          }
        }
      }
    });
  };
}

interface Delivered {
  readonly message: QueueMessage;
  /** No queue takes it. The topic has: all that a queue is stricter about is the number of attributes. */
  readonly isRefused: boolean;
}

const toDelivered = ({ message: body, attributes, group }: TopicEntry): Delivered => ({
  message: { body, attributes, ...(group !== undefined && { group }) },
  isRefused: Object.keys(attributes).length > QUEUE_ATTRIBUTES_MAX,
});

/** Sources and types are few: what one of them comes to is looked up and not matched again. */
function createWants(filterPolicy: SubscriptionSettings['filterPolicy']): Subscription['wants'] {
  const policy = parseFilterPolicy(JSON.stringify(filterPolicy));
  const names = Object.keys(filterPolicy);
  const known = new Map<string, boolean>();
  return ({ attributes }) => {
    // An entry without any attribute is wanted by no policy, whatever it asks.
    const key = `${Object.keys(attributes).length > 0} ${names.map((name) => `${attributes[name]}`).join('\n')}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const isWanted = matchesFilterPolicy(policy, stringAttributes(attributes));
    known.set(key, isWanted);
    return isWanted;
  };
}
