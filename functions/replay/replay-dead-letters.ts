import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { createSendBack, whyForced } from '#shared/dead-letters/send-back.ts';
import type { Outcome } from '#shared/dead-letters/outcome.ts';
import { whySkipped } from '#shared/dead-letters/why-skipped.ts';
import { isDeadLetter } from '#shared/dead-letters/dead-letter-store.ts';
import type { DeadLetterState, DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import type { RunRequest } from '#shared/messages/replay-request.ts';
import type { Clock, Objects, Queue } from '#shared/ports.ts';
import type { Action, RunSpan } from './candidate.ts';
import { describeStored } from './describe-stored.ts';
import { recoverReplayed } from './recover-replayed.ts';
import { checkWhere, chooseDeadLetters } from './selection/choose-dead-letters.ts';
import type { ChosenDeadLetter } from './selection/chosen-dead-letter.ts';
import { findMissing } from './selection/find-missing.ts';

export interface ReplayDeadLettersPorts {
  readonly store: Pick<
    DeadLetterStore,
    'get' | 'getMany' | 'put' | 'changeAll' | 'page' | 'pageOfGroup' | 'countOfGroup'
  >;
  readonly queueOf: (worker: string) => Queue;
  readonly results: Objects;
  readonly clock: Clock;
}

export type ReplayOfTable = Extract<RunRequest, { kind: 'replay' }>;

/** In the order in which they go through them: what a run that died has left behind is in the second. */
const WAITING_STATES: readonly DeadLetterState[] = ['open', 'replaying'];
const FORCED_STATES: readonly DeadLetterState[] = [...WAITING_STATES, 'replayed', 'done', 'discarded', 'quarantined'];

/** Chosen dead letters → the queue of their worker. */
export function createReplayDeadLetters(
  request: ReplayOfTable,
  ports: ReplayDeadLettersPorts,
): Action<ChosenDeadLetter> {
  const { store, clock } = ports;
  checkWhere(request);
  const isForced = request.force ?? false;
  const sendBack = createSendBack(ports);

  /** What is held by a run that is alive is none of ours; what is locked is told at once, however many they are. */
  const settle = (summary: DeadLetterSummary, { run }: RunSpan): Outcome | 'passed over' | undefined => {
    const skip = whySkipped(summary, clock.now(), { isForced, resumedRun: run });
    if (!skip) return undefined;
    return skip.because === 'not yet to be tried again'
      ? { id: summary.id, outcome: 'skipped', ...skip }
      : skip.because === 'held by another run'
        ? 'passed over'
        : undefined;
  };

  let reached: string | undefined;

  return {
    kind: 'replay',
    sendsTo: request.from,
    candidates: (span, onSettled, begin) =>
      chooseDeadLetters(
        {
          selection: request,
          span,
          states: isForced ? FORCED_STATES : WAITING_STATES,
          settle: (summary) => settle(summary, span),
          onSettled,
          after: begin?.after,
          onReached: (place) => (reached = place),
        },
        ports,
      ),
    reached: () => reached,
    async act(page, { run }, hold) {
      const known = await recordsOf(page, store);
      await hold?.();
      return sendBack({ ids: page.map(({ id }) => id), run, isForced, known });
    },
    async foresee(page) {
      const stored = await recordsOf(page, store);
      const now = clock.now();
      const outcomes = page.map(({ id }): Outcome => {
        const record = stored.get(id)?.record;
        const skip = whySkipped(record, now, { isForced });
        if (skip) return { id, outcome: 'skipped', ...skip };
        if (!record || !isDeadLetter(record)) return { id, outcome: 'skipped', because: 'done' };
        return { id, outcome: 'replayed', ...(isForced && { because: whyForced(record, now) }) };
      });
      return { outcomes, describe: ({ id }) => describeStored(id, stored.get(id)?.record) };
    },
    recover: (ids, span, may) => recoverReplayed(ids, { span, isForced, may }, { store, sendBack }),
    findMissing: (onLook) => findMissing(request, store, onLook),
  };
}

/** Those that choosing them took, and the others of the page. */
export async function recordsOf(page: readonly ChosenDeadLetter[], store: Pick<DeadLetterStore, 'getMany'>) {
  const unread = page.filter(({ stored }) => !stored).map(({ id }) => id);
  const read = unread.length > 0 ? await store.getMany(unread) : [];
  return new Map([...page.flatMap(({ id, stored }) => (stored ? [[id, stored] as const] : [])), ...read]);
}
