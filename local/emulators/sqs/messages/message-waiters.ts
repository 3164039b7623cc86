import type { ReceivedMessage } from './received-message.ts';

interface Waiter {
  /** Tries to receive now; empty when there is nothing to receive. */
  readonly attempt: () => ReceivedMessage[];
  readonly finish: (messages: ReceivedMessage[]) => void;
  readonly fail: (error: unknown) => void;
}

interface WaitOptions {
  readonly attempt: () => ReceivedMessage[];
  readonly waitMs: number;
  readonly signal: AbortSignal | undefined;
}

interface WaitersOptions {
  readonly now: () => number;
  /** When the queue's next message becomes visible, or became so; undefined on an empty queue. */
  readonly nextVisibleAt: (queueId: number) => number | undefined;
}

/** Those who long poll, in order of arrival. A waiter that another one beats to a message goes on waiting. */
export class MessageWaiters {
  readonly #waiters = new Map<number, Set<Waiter>>();
  readonly #timers = new Map<number, NodeJS.Timeout>();
  readonly #woken = new Map<number, NodeJS.Immediate>();
  readonly #options: WaitersOptions;

  constructor(options: WaitersOptions) {
    this.#options = options;
  }

  /** Says that the queue may have something to receive, or later than now but sooner than it had. */
  wake(queueId: number): void {
    if (!this.#waiters.has(queueId) || this.#woken.has(queueId)) return;
    // Deferred, so that the writer's transaction is over and several sends of one turn make one batch.
    this.#woken.set(
      queueId,
      setImmediate(() => this.#serve(queueId)),
    );
  }

  wait(queueId: number, { attempt, waitMs, signal }: WaitOptions): Promise<ReceivedMessage[]> {
    if (signal?.aborted) return Promise.resolve([]);
    const { promise, resolve, reject } = Promise.withResolvers<ReceivedMessage[]>();
    const end = () => {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', giveUp);
      this.#remove(queueId, waiter);
    };
    const waiter: Waiter = {
      attempt,
      finish(messages) {
        end();
        resolve(messages);
      },
      fail(error) {
        end();
        reject(error);
      },
    };
    const giveUp = () => waiter.finish([]);
    const deadline = setTimeout(giveUp, waitMs);
    signal?.addEventListener('abort', giveUp);
    this.#add(queueId, waiter);
    return promise;
  }

  /** Sends everyone away empty-handed. */
  close(): void {
    for (const immediate of this.#woken.values()) clearImmediate(immediate);
    for (const waiters of this.#waiters.values()) for (const waiter of waiters) waiter.finish([]);
  }

  #serve(queueId: number): void {
    this.#woken.delete(queueId);
    for (const waiter of this.#waiters.get(queueId) ?? []) {
      try {
        const messages = waiter.attempt();
        // Whoever comes later would find nothing either.
        if (messages.length === 0) break;
        waiter.finish(messages);
      } catch (error) {
        waiter.fail(error);
      }
    }
    this.#watchClock(queueId);
  }

  #add(queueId: number, waiter: Waiter): void {
    const waiters = this.#waiters.get(queueId) ?? new Set();
    this.#waiters.set(queueId, waiters.add(waiter));
    if (waiters.size === 1) this.#watchClock(queueId);
  }

  #remove(queueId: number, waiter: Waiter): void {
    const waiters = this.#waiters.get(queueId);
    waiters?.delete(waiter);
    if (waiters?.size !== 0) return;
    this.#waiters.delete(queueId);
    clearTimeout(this.#timers.get(queueId));
    this.#timers.delete(queueId);
  }

  /** One timer per queue, for the next message whose delay or visibility timeout ends. */
  #watchClock(queueId: number): void {
    clearTimeout(this.#timers.get(queueId));
    if (!this.#waiters.has(queueId)) return;
    const visibleAt = this.#options.nextVisibleAt(queueId);
    if (visibleAt === undefined) return;
    const timer = setTimeout(() => this.#serve(queueId), Math.max(1, visibleAt - this.#options.now()));
    this.#timers.set(queueId, timer);
  }
}
