import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import { REPLAYS_GROUP, type SentBack } from '#shared/dead-letters/send-back.ts';
import { writeReplayMark } from '#shared/messages/replay-mark.ts';
import type { DrainableQueue, Queue, QueueMessage, ReceivedMessage } from '#shared/ports.ts';
import type { Allowance } from './allowance.ts';
import { readWaiting, type WaitingDeadLetter } from './read-waiting.ts';

/** Receives under way at once: each gives ten messages at most. */
const LANES = 4;

export interface QueueReplay {
  readonly run: string;
  readonly worker: string;
  readonly deadLetters: DrainableQueue;
  readonly queue: Queue;
  readonly isMeant: (waiting: WaitingDeadLetter) => boolean;
  readonly allowance: Allowance;
  readonly onOutcomes: (outcomes: readonly SentBack[]) => void;
}

/**
 * Takes the messages of a dead-letter queue one by one and sends those that are meant back to their worker; each is removed
 * only when that is confirmed. All others are shown again at the end. Of a run that dies they show themselves, once they
 * were hidden for long enough, and what was sent but not removed is sent twice.
 */
export async function replayFromQueue(replay: QueueReplay): Promise<void> {
  const { deadLetters, allowance, isMeant, onOutcomes } = replay;
  const seen = new Set<string>();
  const kept: ReceivedMessage[] = [];

  const lane = async () => {
    while (!allowance.isOver()) {
      const received = await deadLetters.receive();
      if (received.length === 0) return;
      const fresh = received.filter(({ messageId }) => !seen.has(messageId));
      for (const { messageId } of received) seen.add(messageId);
      const meant = fresh.map((message) => readWaiting(replay.worker, message)).filter(isMeant);
      const taken = meant.slice(0, allowance.take(meant.length));
      const outcomes = await sendBack(taken, replay);
      onOutcomes(outcomes);
      const gone = taken.filter((_, index) => outcomes[index]?.outcome === 'replayed');
      const goneIds = new Set(gone.map(({ message }) => message.messageId));
      kept.push(...received.filter(({ messageId }) => !goneIds.has(messageId)));
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  // What this does not reach shows itself once it was hidden for long enough.
  await deadLetters.postpone(kept.map(({ receiptHandle }) => ({ receiptHandle, seconds: 0 })));
  for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
}

/** @returns one outcome for each, in their order */
async function sendBack(
  taken: readonly WaitingDeadLetter[],
  { run, worker, queue, deadLetters }: QueueReplay,
): Promise<readonly SentBack[]> {
  const sendErrors = await queue.sendAll(taken.map((waiting) => toMessage(waiting, run)));
  const confirmed = taken.filter((_, index) => !sendErrors[index]);
  const removeErrors = await deadLetters.remove(confirmed.map(({ message }) => message.receiptHandle));
  const removals = new Map(confirmed.map((waiting, index) => [waiting, removeErrors[index]]));
  return taken.map((waiting, index): SentBack => {
    const id = deadLetterId(worker, waiting.eventId);
    const removeError = removals.get(waiting);
    const error =
      sendErrors[index] ??
      (removeError && new Error('It was sent, but not taken from its queue: it is sent again', { cause: removeError }));
    return error ? { id, outcome: 'failed', error } : { id, outcome: 'replayed' };
  });
}

function toMessage({ message: { body, attributes }, replays }: WaitingDeadLetter, run: string): QueueMessage {
  const { failure: _, ...kept } = attributes;
  const replay = writeReplayMark({ run, count: replays + 1 });
  return { body, attributes: { ...kept, replay }, group: REPLAYS_GROUP };
}
