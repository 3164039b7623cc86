import type { Receipt } from '#shared/messages/receipt.ts';
import type { ReplayAnswer, ReplayRequest } from '#shared/messages/replay-request.ts';
import type { Clock } from '#shared/ports.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { requestOf, type RunAsked } from './run-asked.ts';
import { watchRun } from './watch-run.ts';

export interface CarryOutPorts {
  readonly pipeline: Pipeline;
  readonly clock: Clock;
  /** About once a second while it works; an error where its receipt could not be read just then. */
  readonly onProgress?: (seen: Receipt | Error) => void;
  /** Ends the waiting, and not the run. */
  readonly signal?: AbortSignal;
}

const ASK_AGAIN_MS = 2000;
/** A call lives for five minutes, and its turn for one more: without news for longer there will hardly be any. */
const NEWS_WITHIN_MS = 7 * 60 * 1000;

/** `left`: nobody waits any longer. The invocation under way goes on until its time is over, and `resume` after that. */
export type RunEnd = ReplayAnswer | 'left';

/** One run from its begin to its end, in as many invocations as it takes. @param run its name, by which it can be resumed */
export const carryOutRun = (asked: RunAsked, run: string, ports: CarryOutPorts): Promise<RunEnd> =>
  invokeUntilDone(requestOf(asked, { run }), run, ports);

/** Goes on with a run that ended before it was done. */
export const resumeRun = (run: string, ports: CarryOutPorts): Promise<RunEnd> =>
  invokeUntilDone({ resume: { run } }, run, ports);

async function invokeUntilDone(first: ReplayRequest, run: string, ports: CarryOutPorts): Promise<RunEnd> {
  let request = first;
  let before: ReplayAnswer | undefined;
  const isWithoutNews = createIsWithoutNews(ports.clock);
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- only one invocation may work on a run
    const answer = await invokeOnce(request, run, ports);
    if (answer === 'left') return answer;
    if (answer.state === 'running') {
      if (isWithoutNews(answer)) return answer;
      // oxlint-disable-next-line no-await-in-loop -- as above
      await wait(ports);
    } else if (answer.state !== 'unfinished' || isStuck(before, answer)) return answer;
    if (answer.state === 'unfinished') before = answer;
    request = { resume: { run } };
  }
}

/** Another call works on the run: until it has ended, or is known to have died, which takes a minute. */
async function wait({ clock, signal = AbortSignal.any([]) }: CarryOutPorts): Promise<void> {
  await clock.sleep(ASK_AGAIN_MS, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/** What cannot be sent now is not tried without end, nor what is not even found in the time of a whole invocation. */
function isStuck(before: ReplayAnswer | undefined, after: ReplayAnswer): boolean {
  if (after.failed > (before?.failed ?? 0) && after.succeeded === (before?.succeeded ?? 0)) return true;
  return before !== undefined && after.matched === before.matched && after.reached === before.reached;
}

/** Of a run that others work on, or that loses its turn in every call: whether it has come no further for long. */
function createIsWithoutNews(clock: Pick<Clock, 'now'>): (answer: ReplayAnswer) => boolean {
  let last: { readonly answer: ReplayAnswer; readonly atMs: number } | undefined;
  return (answer) => {
    const atMs = clock.now().getTime();
    if (!last || hasNews(last.answer, answer)) last = { answer, atMs };
    return atMs - last.atMs > NEWS_WITHIN_MS;
  };
}

const hasNews = (before: ReplayAnswer, after: ReplayAnswer) =>
  after.matched !== before.matched || after.succeeded !== before.succeeded || after.reached !== before.reached;

async function invokeOnce(request: ReplayRequest, run: string, ports: CarryOutPorts): Promise<RunEnd> {
  const { pipeline, signal } = ports;
  if (signal?.aborted) return 'left';
  const answered = new AbortController();
  const watching = watchRun(run, { ...ports, signal: AbortSignal.any([answered.signal, ...(signal ? [signal] : [])]) });
  try {
    return await pipeline.replay(request, signal);
  } catch (error) {
    if (signal?.aborted) return 'left';
    throw error;
  } finally {
    answered.abort();
    await watching;
  }
}
