import type { Clock } from '#shared/ports.ts';

/** Answers that take long are remembered, for every tab together; what is answered fast is asked each time. */
export interface Recall<Answer> {
  /** @param signal of whoever asks: what nobody waits for any more is given up */
  ask(key: string, find: Find<Answer>, signal?: AbortSignal): Promise<Recalled<Answer>>;
  /** Something was changed: what is asked from now on is looked up. */
  forget(): void;
}

export interface Recalled<Answer> {
  readonly answer: Answer;
  /** When it was looked up, where that was not just now. */
  readonly asOf?: Date;
}

type Find<Answer> = (signal: AbortSignal) => Promise<Answer>;

interface Known<Answer> {
  readonly answer: Answer;
  readonly at: Date;
  readonly tookMs: number;
}

interface Search<Answer> {
  readonly found: Promise<Known<Answer>>;
  /** One more waits for it, until the signal says that they have left. */
  readonly wait: (signal: AbortSignal | undefined) => void;
}

/** Nobody notices it, and everything on a small stage is faster. */
const FAST_MS = 250;
/** Looking takes a tenth of the time at the most, however many tabs ask. */
const GOOD_FOR_TIMES = 10;
const GOOD_FOR_MS_MAX = 30_000;
/** Older than that it is not shown even while a new one is looked up. */
const SHOWN_FOR_MS_MAX = 120_000;
/** Each page of a list is another answer, of 35 KB. */
const REMEMBERED_MAX = 100;

export function createRecall<Answer>(clock: Pick<Clock, 'now'>): Recall<Answer> {
  const known = new Map<string, Known<Answer>>();
  const searches = new Map<string, Search<Answer>>();
  let inTurn: Promise<unknown> = Promise.resolve();

  const remember = (key: string, one: Known<Answer>) => {
    known.delete(key);
    if (one.tookMs > FAST_MS) known.set(key, one);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED_MAX && oldest !== undefined) known.delete(oldest);
  };

  const look = async (find: Find<Answer>, signal: AbortSignal): Promise<Known<Answer>> => {
    const at = clock.now();
    const answer = await find(signal);
    return { answer, at, tookMs: clock.now().getTime() - at.getTime() };
  };

  const begin = (key: string, looking: Promise<Known<Answer>>, wait: Search<Answer>['wait']): Search<Answer> => {
    // Where it is no longer ours, something was changed meanwhile, or nobody waits any more.
    const isOurs = () => searches.get(key) === mine;
    const found = looking
      .then((one) => {
        if (isOurs()) remember(key, one);
        return one;
      })
      .finally(() => {
        if (isOurs()) searches.delete(key);
      });
    const mine: Search<Answer> = { found, wait };
    searches.set(key, mine);
    return mine;
  };

  const search = (key: string, find: Find<Answer>): Search<Answer> => {
    const running = searches.get(key);
    if (running) return running;
    const leaving = createLeaving();
    const mine = begin(key, look(find, leaving.signal), (left) => leaving.wait(left));
    leaving.signal.addEventListener('abort', () => {
      if (searches.get(key) === mine) searches.delete(key);
    });
    return mine;
  };

  // One after the other: what people wait for goes ahead of what they already see.
  const renew = (key: string, find: Find<Answer>) => {
    if (searches.has(key)) return;
    const looking = inTurn.then(() => look(find, new AbortController().signal));
    // Whoever asks next waits for it, and learns what is wrong.
    inTurn = begin(key, looking, () => undefined).found.catch(() => known.delete(key));
  };

  return {
    async ask(key, find, signal) {
      const one = known.get(key);
      const ageMs = one ? clock.now().getTime() - one.at.getTime() : Infinity;
      if (one && ageMs < SHOWN_FOR_MS_MAX) {
        if (ageMs > Math.min(GOOD_FOR_TIMES * one.tookMs, GOOD_FOR_MS_MAX)) renew(key, find);
        return { answer: one.answer, asOf: one.at };
      }
      const { found, wait } = search(key, find);
      wait(signal);
      return { answer: (await found).answer };
    },
    forget() {
      known.clear();
      searches.clear();
    },
  };
}

function createLeaving() {
  const giveUp = new AbortController();
  let waiting = 0;
  return {
    signal: giveUp.signal,
    wait(signal: AbortSignal | undefined) {
      waiting += 1;
      const leave = () => {
        waiting -= 1;
        if (waiting === 0) giveUp.abort();
      };
      if (signal?.aborted) leave();
      else signal?.addEventListener('abort', leave, { once: true });
    },
  };
}
