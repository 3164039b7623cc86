import type { Outcome } from '#shared/dead-letters/outcome.ts';
import type { Foreseen, ReplayAnswer } from '#shared/messages/replay-request.ts';
import { createAllowance } from '../allowance.ts';
import type { Action, Candidate, RunSpan } from '../candidate.ts';
import { createPageFeed } from './page-feed.ts';
import { createProgress, addToProgress } from './progress.ts';

/** As many as an operator reads before answering a question. */
const SAMPLE_LENGTH_MAX = 10;
const PAGE_LENGTH = 100;
/** As of a run. */
const LANES = 3;

export interface ForeseenRun {
  readonly span: RunSpan;
  readonly limit: number | undefined;
  readonly remainingMs: () => number;
}

/** A dry run: by the same rules it tells what would become of each, and touches nothing. */
export async function foreseeRun<Chosen extends Candidate>(
  action: Action<Chosen>,
  { span, limit, remainingMs }: ForeseenRun,
): Promise<ReplayAnswer> {
  const progress = createProgress();
  const allowance = createAllowance({ remainingMs, limit });
  const feed = createPageFeed({ action, span, progress, allowance, mayLookOn: async () => true });
  const sample: Foreseen[] = [];
  const add = (outcomes: readonly Outcome[]) => addToProgress(progress, 0, progress.tally.toKept(outcomes));

  const lane = async () => {
    for (;;) {
      const page = await feed.next(PAGE_LENGTH);
      if (page.length === 0) return;
      const { outcomes, describe } = await action.foresee(page, span);
      add(outcomes);
      allowance.giveBack(outcomes.filter(({ outcome }) => outcome === 'skipped').length);
      if (sample.length < SAMPLE_LENGTH_MAX) sample.push(...toDo(page, outcomes).map(describe));
    }
  };
  const missing = (await action.findMissing?.(async () => undefined)) ?? [];
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  await feed.close();
  for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
  add(feed.takeSettled({ countMin: 1, countMax: Infinity }));
  const notThere = [...missing, ...progress.notThere];
  return {
    dryRun: true,
    state: allowance.endedEarly() ? 'unfinished' : 'finished',
    ...progress.tally.counts(),
    ...(sample.length > 0 && { sample: sample.slice(0, SAMPLE_LENGTH_MAX) }),
    ...(notThere.length > 0 && { notThere }),
    ...(allowance.endedEarly() && { isPartial: true }),
    before: span.before.toISOString(),
  };
}

function toDo<Chosen extends Candidate>(page: readonly Chosen[], outcomes: readonly Outcome[]): readonly Chosen[] {
  const succeeding = new Set(
    outcomes.filter(({ outcome }) => outcome === 'replayed' || outcome === 'discarded').map(({ id }) => id),
  );
  return page.filter(({ id }) => succeeding.has(id));
}
