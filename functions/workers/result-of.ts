import type { BatchRecord } from '#shared/lambda/batch-edge.ts';
import { beforeDeadline, type Deadline } from '#shared/lambda/deadline.ts';
import { readBody } from '#shared/messages/body.ts';
import type { Event } from '#shared/messages/event.ts';
import { forcedBy } from '#shared/messages/replay-mark.ts';
import type { Objects } from '#shared/ports.ts';
import { checkPlainJson } from './check-plain-json.ts';
import type { Worker } from './worker.ts';

export interface ResultOf<Result> {
  readonly worker: Worker<Result>;
  /** Of a record whose work was done before. */
  readonly noteDuplicate?: (record: BatchRecord<Event>) => void;
  /** Where bodies lie that were too large for a message. */
  readonly results: Objects;
}

/** What the worker makes of one event, which is all that is kept of it: plain JSON, before the deadline. */
export function resultOf<Result>(
  record: BatchRecord<Event>,
  deadline: Deadline,
  { worker, results, noteDuplicate }: ResultOf<Result>,
): Promise<Result> {
  const { noun: event, attempt, attemptsMax, traceparent, replay } = record;
  return beforeDeadline(deadline, async () => {
    const result = await worker(event, {
      attempt,
      attemptsMax,
      traceparent,
      deadline: deadline.signal,
      remainingMs: deadline.workMs,
      forced: forcedBy(replay),
      noteDuplicate: () => noteDuplicate?.(record),
      readBody: () => readBody(event.body, results),
    });
    checkPlainJson(result);
    return result;
  });
}
