import type { Outcome } from '#shared/dead-letters/outcome.ts';
import type { Allowance } from '../allowance.ts';
import type { Action, Begin, Candidate, RunSpan } from '../candidate.ts';

/** Of one page; those of all lanes are held together in a function of a gigabyte, beside copies of what is being sent. */
const PAGE_BYTES = 8 * 1024 * 1024;

/** The candidates of a run, page by page, without those that have their outcome. */
export interface PageFeed<Chosen extends Candidate> {
  /** None when nothing is left, or nothing more may begin. */
  next(countMax: number): Promise<readonly Chosen[]>;
  /** Takes out what needs no act; none while there are fewer than `countMin`. */
  takeSettled(counts: { readonly countMin: number; readonly countMax: number }): readonly Outcome[];
  /** All candidates were gone through. */
  isExhausted(): boolean;
  /** Lets the candidates go that nobody took. */
  close(): Promise<void>;
}

export interface FeedOptions<Chosen extends Candidate> {
  readonly action: Pick<Action<Chosen>, 'candidates'>;
  readonly span: RunSpan;
  readonly progress: { readonly seen: Set<string> };
  readonly allowance: Allowance;
  readonly begin?: Begin | undefined;
  /** Asked between any two candidates: false where the run is to end. */
  readonly mayLookOn: () => Promise<boolean>;
}

export function createPageFeed<Chosen extends Candidate>({
  action,
  span,
  progress: { seen },
  allowance,
  begin,
  mayLookOn,
}: FeedOptions<Chosen>): PageFeed<Chosen> {
  let settled: Outcome[] = [];
  let isExhausted = false;
  const isNew = (id: string) => {
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  };
  const onSettled = (outcomes: readonly Outcome[]) => void settled.push(...outcomes.filter(({ id }) => isNew(id)));
  const candidates = action.candidates(span, onSettled, begin)[Symbol.asyncIterator]();

  /** One lane after the other, so that each page is as full as can be. */
  let turn: Promise<unknown> = Promise.resolve();
  const take = async (countMax: number): Promise<readonly Chosen[]> => {
    if (allowance.isOver() || !(await mayLookOn())) return [];
    const taken = allowance.take(countMax);
    const page: Chosen[] = [];
    let bytes = 0;
    while (page.length < taken && bytes < PAGE_BYTES && !allowance.isTimeOver()) {
      // oxlint-disable no-await-in-loop -- the candidates come one after the other
      const next = await candidates.next();
      if (next.done) {
        isExhausted = true;
        break;
      }
      if (next.value && isNew(next.value.id)) {
        page.push(next.value);
        bytes += next.value.bytes ?? 0;
      }
      // What was taken for this page is not done, and nobody goes on with a run that is to end.
      if (!(await mayLookOn())) return [];
      // oxlint-enable no-await-in-loop
    }
    allowance.putBack(taken - page.length);
    return page;
  };

  return {
    next(countMax) {
      const page = turn.then(() => take(countMax));
      // Whoever asked for that page is told why it failed; the next lane only waits for its end.
      turn = page.catch(() => undefined);
      return page;
    },
    takeSettled({ countMin, countMax }) {
      if (settled.length < countMin) return [];
      const taken = settled.slice(0, countMax);
      settled = settled.slice(countMax);
      return taken;
    },
    isExhausted: () => isExhausted,
    async close() {
      await candidates.return?.();
    },
  };
}
