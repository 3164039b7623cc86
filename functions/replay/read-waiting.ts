import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import { nameEvent, type EventName } from '#shared/dead-letters/name-event.ts';
import { readFailure, type Failure } from '#shared/messages/failure.ts';
import { readReplayMark } from '#shared/messages/replay-mark.ts';
import type { ReceivedMessage } from '#shared/ports.ts';
import type { Candidate } from './candidate.ts';

/** A dead letter that is still on its queue, and what tells whether it is meant. */
export interface WaitingDeadLetter extends Candidate {
  readonly worker: string;
  readonly message: ReceivedMessage;
  readonly named: EventName;
  /** Only where it came with one of ours: nobody has looked yet at what SQS or SNS put there. */
  readonly failure?: Failure;
  /** The run that sent it last. */
  readonly run?: string;
  readonly replays: number;
}

export function readWaiting(worker: string, message: ReceivedMessage): WaitingDeadLetter {
  const mark = ifReadable(message.attributes['replay'], readReplayMark);
  // A message that SQS moved itself may carry the failure of an earlier life.
  const failure = message.movedFrom === undefined ? ifReadable(message.attributes['failure'], readFailure) : undefined;
  const named = nameEvent(worker, message.body);
  return {
    id: deadLetterId(worker, named.eventId),
    worker,
    message,
    named,
    ...(failure && { failure }),
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
