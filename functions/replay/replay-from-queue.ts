import type { Outcome } from '#shared/dead-letters/outcome.ts';
import { REPLAYS_GROUP } from '#shared/dead-letters/send-back.ts';
import { writeReplayMark } from '#shared/messages/replay-mark.ts';
import type { DrainableQueue, Objects, Queue, QueueMessage, ReceivedMessage } from '#shared/ports.ts';
import type { Action, RunSpan } from './candidate.ts';
import { createIsMeant } from './is-meant.ts';
import { NothingDone } from './nothing-done.ts';
import { readWaiting, type WaitingDeadLetter } from './read-waiting.ts';
import type { ReplayOfTable } from './replay-dead-letters.ts';
import { checkWhere } from './selection/choose-dead-letters.ts';

/** Receives under way at once: each gives ten messages at most. */
const RECEIVES_AT_ONCE = 4;

/** Of what a call that died had begun with: as long as shared/aws/drainable-queue.ts hides it. */
const MAY_BE_SENT = 'its call died: it was sent, or shows itself on its dead-letter queue again within 15 minutes';

export interface ReplayFromQueuePorts {
  readonly queueOf: (worker: string) => Queue;
  readonly deadLetterQueueOf: (worker: string) => DrainableQueue;
  readonly results: Objects;
}

/**
 * Takes the messages of a dead-letter queue one by one and sends those that are meant back to their worker; each is removed
 * only when that is confirmed. All others are shown again at the end, a second copy of what was sent among them. Of an
 * invocation that dies they show themselves, once they were hidden for long enough, and what was sent but not removed is
 * sent twice; what was removed nobody meets again, so that the receipt says of all that it was begun, and not known.
 */
export function createReplayFromQueue(request: ReplayOfTable, ports: ReplayFromQueuePorts): Action<WaitingDeadLetter> {
  checkWhere(request);
  const { from } = request;
  const deadLetters = ports.deadLetterQueueOf(from);
  const isMeant = createIsMeant(request, ports.results);
  const unmet = new Set([...(request.ids ?? []), ...(request.fingerprints ?? []), ...(request.deliveries ?? [])]);
  /** What is hidden at the moment, by its message id. */
  const held = new Map<string, ReceivedMessage>();

  return {
    kind: 'replay',
    sendsTo: from,
    async *candidates(span) {
      const seen = new Set<string>();
      try {
        for (;;) {
          // oxlint-disable-next-line no-await-in-loop -- as much as is taken, and no more
          const received = await receiveSome(deadLetters);
          if (received.length === 0) return;
          for (const message of received) held.set(message.messageId, message);
          for (const message of received) {
            if (seen.has(message.messageId)) continue;
            seen.add(message.messageId);
            const waiting = readWaiting(from, message);
            for (const name of namesOf(waiting)) unmet.delete(name);
            yield isNew(waiting, span) && (await isMeant(waiting)) ? waiting : undefined;
          }
        }
      } finally {
        // What this does not reach shows itself once it was hidden for long enough.
        await deadLetters.postpone([...held.values()].map(({ receiptHandle }) => ({ receiptHandle, seconds: 0 })));
      }
    },
    async act(page, { run }, hold) {
      await hold?.();
      const outcomes = await sendBack(page, run, { deadLetters, queue: ports.queueOf(from) });
      for (const [index, { message }] of page.entries()) {
        if (outcomes[index]?.outcome === 'replayed') held.delete(message.messageId);
      }
      return outcomes;
    },
    async foresee() {
      throw new Error('Nobody can tell what would become of a message without hiding it');
    },
    // Whatever was not removed shows itself again; whoever meets it then sends it once more, under the same count.
    recover: async (ids) => ids.map((id) => ({ id, outcome: 'unknown', because: MAY_BE_SENT })),
    unmet: () => [...unmet],
  };
}

const namesOf = ({ named: { eventId, deliveryId = '' }, failure }: WaitingDeadLetter) => [
  eventId,
  deliveryId,
  failure?.fingerprint ?? '',
];

/** Not what this run has sent already, nor what failed since. */
const isNew = ({ message, run: lastRun }: WaitingDeadLetter, { run, before }: RunSpan) =>
  lastRun !== run && message.sentAt < before;

async function receiveSome(deadLetters: Pick<DrainableQueue, 'receive'>): Promise<readonly ReceivedMessage[]> {
  const received = await Promise.all(Array.from({ length: RECEIVES_AT_ONCE }, () => deadLetters.receive()));
  return received.flat();
}

/** @returns one outcome for each, in their order */
async function sendBack(
  page: readonly WaitingDeadLetter[],
  run: string,
  { deadLetters, queue }: { readonly deadLetters: DrainableQueue; readonly queue: Queue },
): Promise<readonly Outcome[]> {
  const sendErrors = await queue.sendAll(page.map((waiting) => toMessage(waiting, run))).catch((error: unknown) => {
    // What SQS does not confirm it tells message by message.
    throw new NothingDone(error);
  });
  const confirmed = page.filter((_, index) => !sendErrors[index]);
  const removeErrors = await deadLetters.remove(confirmed.map(({ message }) => message.receiptHandle));
  const removals = new Map(confirmed.map((waiting, index) => [waiting, removeErrors[index]]));
  return page.map((waiting, index): Outcome => {
    const { id } = waiting;
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
