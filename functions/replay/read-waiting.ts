import { nameEvent } from '#shared/dead-letters/name-event.ts';
import { readFailure } from '#shared/messages/failure.ts';
import { readReplayMark } from '#shared/messages/replay-mark.ts';
import type { ReceivedMessage } from '#shared/ports.ts';

/** A dead letter that is still on its queue, and what tells whether it is meant. */
export interface WaitingDeadLetter {
  readonly message: ReceivedMessage;
  readonly eventId: string;
  /** Only where a failure of ours came with it: nobody has looked yet at what SQS or SNS put there. */
  readonly fingerprint?: string;
  /** The run that sent it last. */
  readonly run?: string;
  readonly replays: number;
}

export function readWaiting(worker: string, message: ReceivedMessage): WaitingDeadLetter {
  const mark = ifReadable(message.attributes['replay'], readReplayMark);
  // A message that SQS moved itself may carry the failure of an earlier life.
  const failure = message.movedFrom === undefined ? ifReadable(message.attributes['failure'], readFailure) : undefined;
  return {
    message,
    eventId: nameEvent(worker, message.body).eventId,
    ...(failure && { fingerprint: failure.fingerprint }),
    ...(mark && { run: mark.run }),
    replays: mark?.count ?? 0,
  };
}

function ifReadable<Read>(text: string | undefined, read: (text: string) => Read): Read | undefined {
  if (text === undefined) return undefined;
  try {
    return read(text);
  } catch {
    // What is not of this pipeline says nothing about it; the message itself is sent back all the same.
    return undefined;
  }
}
