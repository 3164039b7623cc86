import pMap from 'p-map';
import type { MarkDone } from '../dead-letters/mark-done.ts';
import { tracedBy } from '../messages/traceparent.ts';
import type { Clock, Log, LogFields } from '../ports.ts';
import type { BatchRecord } from './batch-record.ts';
import { beforeAnswer, type StartedDeadline } from './deadline.ts';
import { redactError } from './redact-error.ts';

/** Marks under way at once: enough to hide their latency, few enough for the client's 50 sockets. */
const MARKS_AT_ONCE = 16;

export interface MarkFinishedPorts {
  readonly log: Log;
  readonly clock: Clock;
  readonly markDone: MarkDone;
}

export interface MarkFinished<Noun> extends MarkFinishedPorts {
  readonly worker: string;
  readonly eventIdOf: (noun: Noun) => string;
  readonly describe: (noun: Noun) => LogFields;
}

/** A backfill gives a worker a year of events: a record for each would cost more than the work. */
const wasTried = ({ attempt, replay }: Pick<BatchRecord<unknown>, 'attempt' | 'replay'>) =>
  attempt > 1 || (replay !== undefined && !replay.backfill);

/** Tells the dead letters of what has its result after all; only a message that was tried before can have one. Never throws. */
export function createMarkFinished<Noun>({ log, clock, markDone, worker, eventIdOf, describe }: MarkFinished<Noun>) {
  const mark = async ({ noun, replay, attempt, traceparent }: BatchRecord<Noun>): Promise<void> => {
    const eventId = eventIdOf(noun);
    try {
      await markDone({ worker, eventId, count: replay?.count ?? 0 });
    } catch (error) {
      const named = { worker, eventId, ...describe(noun), attempt, ...tracedBy(traceparent) };
      log.warn('Dead letter could not be marked as done', { ...named, error: redactError(error) });
    }
  };

  return async function markFinished(
    records: readonly BatchRecord<Noun>[],
    deadline: Pick<StartedDeadline, 'answerMs'>,
  ): Promise<void> {
    const triedBefore = records.filter(wasTried);
    if (triedBefore.length === 0) return;
    const marking = pMap(triedBefore, mark, { concurrency: MARKS_AT_ONCE });
    // Marks only spare an operator a look; the answer keeps finished messages finished.
    const outcome = await beforeAnswer(deadline, clock, marking);
    if (outcome !== 'late') return;
    log.warn('Not all dead letters could be marked as done in time', { worker, events: triedBefore.length });
  };
}
