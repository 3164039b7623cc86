/** How the pipeline answered; without a status there was no answer, and the message says why. */
export interface Answer {
  readonly status?: number;
  /** From the first byte sent to the last one received. */
  readonly ms: number;
  readonly deliveryId?: string;
  readonly reason?: string;
  readonly message?: string;
}

/** What ended the waiting for a result. */
export interface FoundDeadLetter {
  /** Who gave up: the result's worker, or dispatch, so that no worker saw the event. */
  readonly worker: string;
  /** `<worker>/<event id>` */
  readonly id: string;
  readonly message: string;
}

export interface ExpectedResult {
  readonly worker: string;
  readonly eventId: string;
  /** Under which dispatch keeps the dead letter of what holds this event; left out: under the event's own id. */
  readonly listId?: string;
  /** From the posting until the result was seen; undefined until then. */
  ms?: number;
  /** In place of a result. */
  deadLetter?: FoundDeadLetter;
}

/** One posted webhook and what is known of it so far. */
export interface SentWebhook {
  readonly source: string;
  /** The type of its first event. */
  type: string;
  /** On the clock of performance.now(). */
  readonly postedAtMs: number;
  answer?: Answer;
  /** One per event and subscribed worker; undefined when results are not followed. */
  results?: readonly ExpectedResult[];
}

export type Outcome =
  | 'posted'
  | 'unanswered'
  | 'refused'
  /** A handshake: answered, and no delivery came of it. */
  | 'answered'
  | 'accepted'
  | 'unfinished'
  /** All is known, and some of it is a dead letter. */
  | 'dead-letter'
  | 'followed';

export function outcomeOf({ answer, results }: SentWebhook): Outcome {
  if (!answer) return 'posted';
  if (answer.status === undefined) return 'unanswered';
  if (answer.status < 200 || answer.status > 299) return 'refused';
  if (answer.deliveryId === undefined) return 'answered';
  if (!results) return 'accepted';
  if (results.some(({ ms, deadLetter }) => ms === undefined && !deadLetter)) return 'unfinished';
  return results.some(({ deadLetter }) => deadLetter) ? 'dead-letter' : 'followed';
}

/** Nothing more is to come for it. */
export const isFinished = (sent: SentWebhook) => !['posted', 'unfinished'].includes(outcomeOf(sent));

export const hasFailed = (sent: SentWebhook) =>
  ['posted', 'unanswered', 'refused', 'unfinished', 'dead-letter'].includes(outcomeOf(sent));

/** Worker → milliseconds until the last of its results, undefined while one is missing. */
export function workerTimes({ results = [] }: SentWebhook): ReadonlyMap<string, number | undefined> {
  const times = Map.groupBy(results, ({ worker }) => worker);
  return new Map(
    [...times].map(([worker, all]) => {
      const known = all.map(({ ms }) => ms).filter((ms) => ms !== undefined);
      return [worker, known.length === all.length ? Math.max(...known) : undefined];
    }),
  );
}

/** Worker → the first dead letter among its events. */
export function deadLettersOf({ results = [] }: SentWebhook): ReadonlyMap<string, FoundDeadLetter> {
  const found = results.flatMap(({ worker, deadLetter }) => (deadLetter ? [[worker, deadLetter] as const] : []));
  // Of several of one worker a Map keeps the last.
  return new Map(found.toReversed());
}
