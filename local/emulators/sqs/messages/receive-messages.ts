import type { EmulatorContext } from '../../emulator-context.ts';
import type { ReceivedMessage } from './received-message.ts';
import type { TakeOptions } from './take-messages.ts';
import { takeMessages } from './take-messages.ts';

interface ReceiveOptions extends TakeOptions {
  /** Real milliseconds; whoever counts in SQS seconds has applied the emulators' speed. */
  readonly waitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Receives at once what is there, else waits for a send, the end of a delay or of a visibility timeout. */
export async function receiveMessages(
  context: EmulatorContext,
  queueId: number,
  options: ReceiveOptions,
): Promise<ReceivedMessage[]> {
  const { waitMs, signal } = options;
  if (signal?.aborted) return [];
  const attempt = () => takeMessages(context, queueId, options);
  const messages = attempt();
  if (messages.length > 0 || waitMs <= 0) return messages;
  return context.waiters.wait(queueId, { attempt, waitMs, signal });
}
