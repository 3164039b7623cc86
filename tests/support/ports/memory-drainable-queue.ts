import type { DrainableQueue, ReceivedMessage } from '#shared/ports.ts';

export interface MemoryDrainableQueue extends DrainableQueue {
  /** What is still on the queue, hidden or not. */
  readonly messages: readonly ReceivedMessage[];
  /** Message ids that are hidden at the moment. */
  readonly hidden: ReadonlySet<string>;
  put(message: Pick<ReceivedMessage, 'body'> & Partial<ReceivedMessage>): void;
  /** What SQS would say against removing this message. */
  refuseRemoval(refuse: (message: ReceivedMessage) => Error | undefined): void;
}

interface Waiting {
  readonly message: ReceivedMessage;
  hiddenUntilMs: number;
  receives: number;
}

/** As shared/aws/drainable-queue.ts asks for it, and as long as SQS lets anything be hidden. */
const HIDDEN_MS = 900_000;
const SECONDS_MAX = 43_200;

/**
 * A queue that hides what it gives until it is told otherwise or time has passed.
 * @param now stands still unless it is given
 */
export function memoryDrainableQueue(sentAt: Date, now: () => Date = () => sentAt): MemoryDrainableQueue {
  const waiting = new Map<string, Waiting>();
  let refuse = acceptAll;
  let count = 0;
  const isHidden = ({ hiddenUntilMs }: Waiting) => hiddenUntilMs > now().getTime();
  const shown = () => [...waiting.values()].filter((one) => !isHidden(one));
  const hide = (one: Waiting, ms: number) => {
    one.hiddenUntilMs = now().getTime() + ms;
  };

  function give(one: Waiting): ReceivedMessage {
    one.receives += 1;
    hide(one, HIDDEN_MS);
    return { ...one.message, receiptHandle: `${one.message.messageId}#${one.receives}` };
  }

  /** A handle of an earlier receive is one, but holds nothing any more. */
  function heldBy(handle: string): Waiting | 'nothing' | Error {
    const [, messageId, receives] = /^(.+)#(\d+)$/.exec(handle) ?? [];
    if (messageId === undefined) return new Error(`SQS: ReceiptHandleIsInvalid ${handle}`);
    const one = waiting.get(messageId);
    return one?.receives === Number(receives) ? one : 'nothing';
  }

  function removeOne(handle: string): Error | undefined {
    const held = heldBy(handle);
    if (held instanceof Error) return held;
    if (held === 'nothing') return undefined;
    const error = refuse(held.message);
    if (!error) waiting.delete(held.message.messageId);
    return error;
  }

  function postponeOne({ receiptHandle, seconds }: { readonly receiptHandle: string; readonly seconds: number }) {
    const held = heldBy(receiptHandle);
    if (held instanceof Error) return held;
    if (held === 'nothing' || !isHidden(held)) return new Error('SQS: MessageNotInflight');
    if (seconds > SECONDS_MAX) return new Error(`SQS: InvalidParameterValue ${seconds}`);
    hide(held, seconds * 1000);
    return undefined;
  }

  return {
    get messages() {
      return [...waiting.values()].map(({ message }) => message);
    },
    get hidden() {
      return new Set([...waiting.values()].filter(isHidden).map(({ message }) => message.messageId));
    },
    put(message) {
      const messageId = message.messageId ?? `message-${(count += 1)}`;
      const received = { receiptHandle: '', attributes: {}, sentAt, ...message, messageId };
      waiting.set(messageId, { message: received, hiddenUntilMs: 0, receives: 0 });
    },
    refuseRemoval(refusal) {
      refuse = refusal;
    },
    receive: async () => shown().slice(0, 10).map(give),
    remove: async (receiptHandles) => receiptHandles.map(removeOne),
    postpone: async (messages) => messages.map(postponeOne),
    countWaiting: async () => shown().length,
    countMessages: async () => waiting.size,
  };
}

const acceptAll = (_message: ReceivedMessage): Error | undefined => undefined;
