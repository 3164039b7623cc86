import type { Clock } from '#shared/ports.ts';
import type { Allowance } from '../allowance.ts';
import type { Action, Begin, Candidate, RunSpan } from '../candidate.ts';
import { NothingDone } from '../nothing-done.ts';
import type { Beat } from './beat.ts';
import { createPageFeed, type PageFeed } from './page-feed.ts';
import type { Pace } from './pace.ts';
import type { PageStore } from './page-store.ts';
import type { Progress } from './progress.ts';
import type { Turn } from './take-turn.ts';

/** Pages under way at once: one reads while another writes, and together they stay within the clients' sockets. */
const LANES = 6;
const PAUSE_MS = 1000;
/** One page of outcomes; an outcome takes about 150 bytes. */
const SETTLED_LENGTH = 1000;

export interface PagesOfRun<Chosen extends Candidate> {
  readonly action: Action<Chosen>;
  readonly span: RunSpan;
  readonly progress: Progress;
  readonly allowance: Allowance;
  readonly begin?: Begin | undefined;
  readonly pages: PageStore;
  readonly turn: Pick<Turn, 'check' | 'hold'>;
  readonly pace: Pace;
  readonly beat: Beat;
  readonly clock: Clock;
  /** `stop` ends it, `pause` makes it stand back for a while. */
  readonly mood: () => 'go-on' | 'pause' | 'stop';
  readonly onPaused: (ms: number) => void;
}

/**
 * Page after page until nothing is left, nothing more may begin, or somebody wants it to end.
 * @returns whether nothing is left
 */
export async function runPages<Chosen extends Candidate>(run: PagesOfRun<Chosen>): Promise<boolean> {
  const mayGoOn = createMayGoOn(run);
  const mayLookOn = async () => {
    await run.beat.ifDue();
    run.turn.check();
    return run.mood() !== 'stop';
  };
  const feed = createPageFeed({ ...run, mayLookOn });
  const lane = async () => {
    for (;;) {
      await run.pace.wait(run.pace.countMax, mayLookOn);
      if (!(await mayGoOn())) return;
      const chosen = await feed.next(run.pace.countMax);
      if (chosen.length === 0) return;
      await actOn(chosen, run);
      await storeSettled(feed, run.pages, SETTLED_LENGTH);
    }
  };
  // Before the first page everybody must know whether to begin at all.
  await run.beat.ifDue();
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  // Whatever the others had begun is finished by now, and in its page.
  await feed.close();
  for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
  await storeSettled(feed, run.pages, 1);
  return feed.isExhausted();
}

async function actOn<Chosen extends Candidate>(chosen: readonly Chosen[], run: PagesOfRun<Chosen>): Promise<void> {
  const { action, span, pages, allowance, turn } = run;
  const page = await pages.begin(chosen.map(({ id }) => id));
  const outcomes = await action
    .act(chosen, span, () => turn.hold())
    .catch((error: unknown) => endUndone(page, error, pages));
  await pages.end(page, outcomes);
  allowance.giveBack(outcomes.filter(({ outcome }) => outcome === 'skipped').length);
}

/** Where nothing was done its candidates are met again; else whoever goes on with the run settles the page. @throws always */
async function endUndone(page: number, error: unknown, pages: PageStore): Promise<never> {
  if (!(error instanceof NothingDone)) throw error;
  await pages.end(page, []);
  throw error.cause;
}

/** Waits while the run stands back: all lanes in one pause, which counts once. */
function createMayGoOn({ beat, mood, allowance, clock, onPaused }: Omit<PagesOfRun<Candidate>, 'action'>) {
  let pausing: Promise<void> | undefined;
  const pause = async () => {
    const beganMs = clock.now().getTime();
    await clock.sleep(PAUSE_MS, new AbortController().signal);
    pausing = undefined;
    onPaused(clock.now().getTime() - beganMs);
  };
  return async function mayGoOn(): Promise<boolean> {
    for (;;) {
      // oxlint-disable no-await-in-loop -- one look after the other
      await beat.ifDue();
      if (mood() === 'stop' || allowance.isOver()) return false;
      if (mood() === 'go-on') return true;
      await (pausing ??= pause());
      // oxlint-enable no-await-in-loop
    }
  };
}

/** Those that are skipped without an act have pages of their own. @param countMin fewer wait for more of them */
async function storeSettled(
  feed: Pick<PageFeed<Candidate>, 'takeSettled'>,
  pages: PageStore,
  countMin: number,
): Promise<void> {
  for (;;) {
    const settled = feed.takeSettled({ countMin, countMax: SETTLED_LENGTH });
    if (settled.length === 0) return;
    // oxlint-disable-next-line no-await-in-loop -- hardly ever more than one
    await pages.end(await pages.begin(settled.map(({ id }) => id)), settled);
  }
}
