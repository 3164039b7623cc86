/** How the pipeline answered; without a status there was no answer, and the message says why. */
export interface Answer {
  readonly status?: number;
  /** From the first byte sent to the last one received. */
  readonly ms: number;
  readonly deliveryId?: string;
  readonly reason?: string;
  readonly message?: string;
}

export interface ExpectedResult {
  readonly worker: string;
  readonly eventId: string;
  /** From the posting until the result was seen; undefined until then. */
  ms?: number;
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
  | 'followed';

export function outcomeOf({ answer, results }: SentWebhook): Outcome {
  if (!answer) return 'posted';
  if (answer.status === undefined) return 'unanswered';
  if (answer.status < 200 || answer.status > 299) return 'refused';
  if (answer.deliveryId === undefined) return 'answered';
  if (!results) return 'accepted';
  return results.every(({ ms }) => ms !== undefined) ? 'followed' : 'unfinished';
}

/** Nothing more is to come for it. */
export const isFinished = (sent: SentWebhook) => !['posted', 'unfinished'].includes(outcomeOf(sent));

export const hasFailed = (sent: SentWebhook) =>
  ['posted', 'unanswered', 'refused', 'unfinished'].includes(outcomeOf(sent));

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
