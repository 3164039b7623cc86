import { isDeadLetter, type DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { Outcome } from '#shared/dead-letters/outcome.ts';
import { unclaimed } from '#shared/dead-letters/unclaimed.ts';
import { whySkipped, type Replayable, type Skip, type SkipReason } from '#shared/dead-letters/why-skipped.ts';
import type { DeadLetter, DeadLetterState } from '#shared/messages/dead-letter.ts';
import type { RunRequest } from '#shared/messages/replay-request.ts';
import type { Clock, Objects } from '#shared/ports.ts';
import type { Action, RunSpan } from './candidate.ts';
import { describeStored } from './describe-stored.ts';
import { recordsOf } from './replay-dead-letters.ts';
import { checkWhere, chooseDeadLetters } from './selection/choose-dead-letters.ts';
import type { ChosenDeadLetter } from './selection/chosen-dead-letter.ts';
import { findMissing } from './selection/find-missing.ts';

export interface DiscardDeadLettersPorts {
  readonly store: Pick<DeadLetterStore, 'getMany' | 'changeAll' | 'page' | 'pageOfGroup' | 'countOfGroup'>;
  readonly results: Objects;
  readonly clock: Clock;
}

/** Whatever waits for somebody. */
const STATES: readonly DeadLetterState[] = ['open', 'replaying', 'quarantined'];

/** Chosen dead letters are closed for good: their records stay, and say by which run. */
export function createDiscardDeadLetters(
  request: Extract<RunRequest, { kind: 'discard' }>,
  ports: DiscardDeadLettersPorts,
): Action<ChosenDeadLetter> {
  const { store, clock } = ports;
  checkWhere(request);

  const close = async (ids: readonly string[], stored: Awaited<ReturnType<typeof recordsOf>>, { run }: RunSpan) => {
    const now = clock.now();
    const outcomes: Outcome[] = [];
    const changes = ids.flatMap((id) => {
      const one = stored.get(id);
      const skip = whyNotDiscarded(one?.record, now);
      if (!skip && one && isDeadLetter(one.record)) {
        return [{ before: one.record, after: discarded(one.record, run, now), expected: one.revision }];
      }
      outcomes.push({ id, outcome: 'skipped', ...(skip ?? { because: 'done' }) });
      return [];
    });
    const written = changes.length > 0 ? await store.changeAll(changes) : [];
    const conflicts: string[] = [];
    for (const [index, { before }] of changes.entries()) {
      const { id } = before;
      const revision = written[index];
      if (revision === 'conflict') conflicts.push(id);
      else if (typeof revision === 'string') outcomes.push({ id, outcome: 'discarded' });
      else outcomes.push({ id, outcome: 'failed', error: revision ?? new Error('The table did not say') });
    }
    return { outcomes, conflicts };
  };

  let reached: string | undefined;

  return {
    kind: 'discard',
    candidates: (span, onSettled, begin) =>
      chooseDeadLetters(
        {
          selection: request,
          span,
          states: STATES,
          settle: passOverHeld(clock),
          onSettled,
          after: begin?.after,
          onReached: (place) => (reached = place),
        },
        ports,
      ),
    reached: () => reached,
    async act(page, span, hold) {
      const ids = page.map(({ id }) => id);
      const known = await recordsOf(page, store);
      await hold?.();
      const first = await close(ids, known, span);
      if (first.conflicts.length === 0) return first.outcomes;
      // A copy that was counted, or a result that came: seen at the second look.
      const second = await close(first.conflicts, new Map(await store.getMany(first.conflicts)), span);
      const lost = second.conflicts.map((id): Outcome => ({ id, outcome: 'skipped', because: 'held by another run' }));
      return [...first.outcomes, ...second.outcomes, ...lost];
    },
    async foresee(page) {
      const stored = await recordsOf(page, store);
      const outcomes = page.map(({ id }): Outcome => {
        const skip = whyNotDiscarded(stored.get(id)?.record, clock.now());
        return skip ? { id, outcome: 'skipped', ...skip } : { id, outcome: 'discarded' };
      });
      return { outcomes, describe: ({ id }) => describeStored(id, stored.get(id)?.record) };
    },
    async recover(ids, { run }) {
      const stored = await store.getMany(ids);
      return ids.flatMap((id): readonly Outcome[] => {
        const record = stored.get(id)?.record;
        const isOurs = record && isDeadLetter(record) && record.state === 'discarded' && record.run === run;
        return isOurs ? [{ id, outcome: 'discarded' }] : [];
      });
    },
    findMissing: (onLook) => findMissing(request, store, onLook),
  };
}

/** As of a replay; but neither its age nor a time that was asked for keeps anybody from closing it. */
function whyNotDiscarded(record: Replayable | undefined, now: Date): Skip | undefined {
  const skip = whySkipped(record, now);
  return skip && NO_REASONS.has(skip.because) ? undefined : skip;
}

const NO_REASONS: ReadonlySet<SkipReason> = new Set([
  'quarantined',
  'older than its markers',
  'not yet to be tried again',
]);

const passOverHeld = (clock: Clock) => (record: Replayable) =>
  whyNotDiscarded(record, clock.now())?.because === 'held by another run' ? ('passed over' as const) : undefined;

function discarded(record: DeadLetter, run: string, now: Date): DeadLetter {
  return { ...unclaimed(record), state: 'discarded', run, closedAt: now.toISOString() };
}
