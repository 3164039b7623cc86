import type { RunRequest } from '#shared/messages/replay-request.ts';
import type { DrainableQueue } from '#shared/ports.ts';
import { createBackfillEvents, type BackfillPorts } from './backfill/backfill-events.ts';
import { createDiscardDeadLetters } from './discard-dead-letters.ts';
import { createReplayDeadLetters, type ReplayDeadLettersPorts } from './replay-dead-letters.ts';
import { createReplayFromQueue } from './replay-from-queue.ts';
import type { Action, Candidate } from './candidate.ts';

export interface ActionPorts extends ReplayDeadLettersPorts, BackfillPorts {
  readonly deadLetterQueueOf: (worker: string) => DrainableQueue;
}

/** Whatever it acts upon: it is given back nothing but its own candidates. */
export type AnyAction = <Answer>(use: <Chosen extends Candidate>(action: Action<Chosen>) => Answer) => Answer;

/**
 * What a run does, by its request: one file for each kind.
 * @throws {Error} where the request names a worker that is not there, or an expression that is none
 */
export function actionOf(request: RunRequest, ports: ActionPorts): AnyAction {
  switch (request.kind) {
    case 'replay': {
      if (request.via === 'queue') {
        const action = createReplayFromQueue(request, ports);
        return (use) => use(action);
      }
      const action = createReplayDeadLetters(request, ports);
      return (use) => use(action);
    }
    case 'discard': {
      const action = createDiscardDeadLetters(request, ports);
      return (use) => use(action);
    }
    case 'backfill': {
      const action = createBackfillEvents(request, ports);
      return (use) => use(action);
    }
    case 'probe':
    default:
      throw new Error('A run of the probe goes on by itself: it is sent by a schedule');
  }
}
