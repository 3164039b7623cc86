import type { QueueMessage } from '#shared/ports.ts';
import type { Scheduler } from '../engine/scheduler.ts';
import type { Troubles } from '../engine/troubles.ts';
import type { QueueSettings, Received, SimulatedMessage, SimulatedQueue } from './world.ts';

/** A queue with all that SQS does with it. */
export interface InMemoryQueue extends SimulatedQueue {
  readonly arn: string;
  send(message: QueueMessage): void;
  /** What another queue has given up. */
  take(message: SimulatedMessage, counts: Pick<Received, 'receives' | 'firstReceivedAtMs'>): void;
  /** @param seconds instead of the queue's own; for this receive alone */
  receive(countMax: number, seconds?: number): readonly Received[];
  /** @returns what SQS says against it */
  postpone(receiptHandle: string, seconds: number): Error | undefined;
  countWaiting(): number;
}

export interface QueuePorts {
  readonly scheduler: Scheduler;
  readonly troubles: Troubles;
  readonly arn: string;
  readonly newMessageId: () => string;
  readonly deadLetters: () => InMemoryQueue | undefined;
}

interface Kept {
  readonly message: SimulatedMessage;
  receives: number;
  firstReceivedAtMs: number;
  /** In the past while it can be received. */
  hiddenUntilMs: number;
  isWaiting: boolean;
  isGone: boolean;
  /** Shows it again. */
  timer: { cancel(): void } | undefined;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
const SECONDS_MAX = 43_200;
/** How often a receive gives messages in another order than that of their arrival. */
const REORDER_CHANCE = 0.1;
const REORDERED_COUNT = 20;
/** How often what was given is not hidden from everybody, and given to somebody else soon. */
const DUPLICATE_CHANCE = 0.004;
const DUPLICATE_MS_MAX = 3000;

export function createInMemoryQueue(settings: QueueSettings, ports: QueuePorts): InMemoryQueue {
  const { scheduler, troubles, arn, newMessageId, deadLetters } = ports;
  const { receivesMax = Infinity, visibilitySeconds } = settings;
  const kept = new Map<string, Kept>();
  const waiting: Kept[] = [];
  let firstWaiting = 0;
  let countWaiting = 0;
  const wakes: (() => void)[] = [];
  const watchers: ((message: SimulatedMessage) => void)[] = [];

  const show = (one: Kept) => {
    if (one.isGone || one.isWaiting) return;
    one.isWaiting = true;
    countWaiting += 1;
    waiting.push(one);
    for (const wake of wakes) wake();
  };

  const hide = (one: Kept, hiddenMs: number) => {
    // The scheduler knows whole milliseconds only: what came a fraction early would be hidden for ever.
    const ms = Math.ceil(hiddenMs);
    one.hiddenUntilMs = scheduler.nowMs() + ms;
    if (ms === 0) return show(one);
    one.timer = scheduler.after(ms, () => {
      // Whoever has hidden it anew since has a later end in mind.
      if (one.hiddenUntilMs <= scheduler.nowMs()) show(one);
    });
  };

  const keep = (message: SimulatedMessage, receives: number, firstReceivedAtMs: number) => {
    const counts = { receives, firstReceivedAtMs, hiddenUntilMs: 0 };
    const one: Kept = { message, ...counts, isWaiting: false, isGone: false, timer: undefined };
    kept.set(message.messageId, one);
    for (const see of watchers) see(message);
    show(one);
  };

  /** The next that can be given; what was removed meanwhile is passed over. */
  const takeWaiting = (): Kept | undefined => {
    while (firstWaiting < waiting.length) {
      const one = waiting[firstWaiting];
      firstWaiting += 1;
      if (firstWaiting * 2 > waiting.length) {
        waiting.splice(0, firstWaiting);
        firstWaiting = 0;
      }
      if (!one?.isWaiting) continue;
      one.isWaiting = false;
      countWaiting -= 1;
      return one;
    }
    return undefined;
  };

  /** The next few come from anywhere. */
  const reorder = () => {
    const random = troubles.random('reorder');
    const end = Math.min(waiting.length, firstWaiting + REORDERED_COUNT);
    for (let index = firstWaiting; index < end; index += 1) {
      const other = index + Math.floor(random.fraction() * (waiting.length - index));
      [waiting[index], waiting[other]] = [waiting[other] as Kept, waiting[index] as Kept];
    }
  };

  const forget = (one: Kept) => {
    if (one.isWaiting) countWaiting -= 1;
    one.isWaiting = false;
    one.isGone = true;
    // Nearly every message goes before its time: what would only find it gone need not happen.
    one.timer?.cancel();
    kept.delete(one.message.messageId);
  };

  /** A handle of an earlier receive is one, but holds nothing any more. */
  const heldBy = (handle: string): Kept | 'nothing' | Error => {
    const [messageId = '', receives, ...rest] = handle.split('#');
    if (receives === undefined || rest.length > 0) return new Error(`SQS: ReceiptHandleIsInvalid ${handle}`);
    const one = kept.get(messageId);
    return one?.receives === Number(receives) ? one : 'nothing';
  };

  const give = (one: Kept, ms: number): Received => {
    one.receives += 1;
    one.firstReceivedAtMs ||= scheduler.nowMs();
    const isSoon = troubles.strikes('duplicate', DUPLICATE_CHANCE);
    hide(one, isSoon ? Math.min(ms, 1 + troubles.random('duplicate').fraction() * DUPLICATE_MS_MAX) : ms);
    const { message, receives, firstReceivedAtMs } = one;
    return { ...message, receiptHandle: `${message.messageId}#${receives}`, receives, firstReceivedAtMs };
  };

  return {
    ...settings,
    arn,
    get size() {
      return kept.size;
    },
    messages: () => Array.from(kept.values(), ({ message }) => message),
    countWaiting: () => countWaiting,
    onMessages: (wake) => void wakes.push(wake),
    onArrival: (see) => void watchers.push(see),
    send: (message) => keep({ ...message, messageId: newMessageId(), sentAtMs: scheduler.nowMs() }, 0, 0),
    take: (message, { receives, firstReceivedAtMs }) => keep(message, receives, firstReceivedAtMs),
    receive(countMax, seconds = visibilitySeconds) {
      const received: Received[] = [];
      if (countWaiting > 1 && troubles.strikes('reorder', REORDER_CHANCE)) reorder();
      while (received.length < countMax) {
        const one = takeWaiting();
        if (!one) break;
        const target = one.receives >= receivesMax ? deadLetters() : undefined;
        if (target) {
          forget(one);
          target.take({ ...one.message, movedFrom: arn }, one);
        } else received.push(give(one, seconds * 1000));
      }
      return received;
    },
    remove(receiptHandle) {
      const one = heldBy(receiptHandle);
      if (one instanceof Error) throw one;
      if (one !== 'nothing') forget(one);
    },
    postpone(receiptHandle, seconds) {
      const one = heldBy(receiptHandle);
      if (one instanceof Error) return one;
      if (one === 'nothing' || one.isWaiting) return new Error('SQS: MessageNotInflight');
      if (seconds > SECONDS_MAX) return new Error(`SQS: InvalidParameterValue ${seconds}`);
      hide(one, Math.ceil(seconds) * 1000);
      return undefined;
    },
  };
}
