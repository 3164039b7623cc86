import type { Deadline } from '#shared/lambda/deadline.ts';
import type { Log, Objects, Queue } from '#shared/ports.ts';
import { pagesInTurn } from './pages-in-turn.ts';
import { createSweepPage, type Unswept } from './sweep-page.ts';

/** How many keys a log line names; the others lie beside them. */
const LOGGED_KEYS_MAX = 5;

export interface SweepPorts {
  readonly deliveries: Pick<Queue, 'sendAll'>;
  /** The results bucket. */
  readonly spilled: Pick<Objects, 'list' | 'get' | 'remove'>;
  readonly log: Log;
}

export interface Sweep {
  /** How many messages the queue has confirmed. */
  readonly swept: number;
  /** There may be more, for which the time was too short. */
  readonly unfinished?: true;
}

/**
 * The step spilled message → deliveries queue, the oldest first. An object is removed only after its message is confirmed, so
 * that two of these at once, or one that dies, make duplicates and nothing worse.
 */
export function createSweepSpilled({ deliveries, spilled, log }: SweepPorts) {
  const sweepPage = createSweepPage({ deliveries, spilled });
  // Where the tick before stopped. The next one begins behind it, and what cannot be swept is in nobody's way.
  let resumeAfter: string | undefined;

  const sweepPages = async (turn: Turn, signal: AbortSignal): Promise<Stop | undefined> => {
    for await (const keys of pagesInTurn(spilled, resumeAfter)) {
      if (signal.aborted) return 'deadline';
      const page = await sweepPage(keys);
      resumeAfter = keys.at(-1);
      turn.swept += page.confirmed;
      turn.unswept.push(...page.unswept);
      // It would refuse the next ones, too, and has enough to do.
      if (page.confirmed === 0 && page.unswept.some(({ because }) => because === 'not confirmed')) return 'queue';
    }
    return undefined;
  };

  /** @throws when anything is left that should not be: its function's errors are what the alarm counts. */
  return async function sweepSpilled({ signal }: Pick<Deadline, 'signal'>): Promise<Sweep> {
    const turn: Turn = { swept: 0, unswept: [] };
    // Where services are slow one page may take longer than Lambda waits. What is still done of it then comes twice at worst.
    const stoppedBy = await Promise.race([sweepPages(turn, signal), whenAborted(signal)]);
    const { swept, unswept } = turn;
    if (!stoppedBy) resumeAfter = undefined;
    if (swept > 0) log.info('Spilled messages swept', { messages: swept });
    if (stoppedBy === 'queue') log.error('Sweep stopped: the deliveries queue takes nothing', { lastKey: resumeAfter });
    logUnswept(unswept, log);
    if (unswept.length > 0) throw new Error(`${unswept.length} spilled messages were not swept; the log says why`);
    if (stoppedBy === 'deadline' && swept === 0) throw new Error('The time was over before a single message was swept');
    return { swept, ...(stoppedBy && { unfinished: true }) };
  };
}

type Stop = 'deadline' | 'queue';

/** What one tick has come to so far. */
interface Turn {
  swept: number;
  readonly unswept: Unswept[];
}

const whenAborted = (signal: AbortSignal) =>
  new Promise<'deadline'>((stop) => {
    signal.addEventListener('abort', () => stop('deadline'), { once: true });
  });

/** One line for each reason: there may be thousands, every minute. */
function logUnswept(unswept: readonly Unswept[], log: Log): void {
  for (const [because, ones] of Map.groupBy(unswept, (one) => one.because)) {
    const keys = ones.slice(0, LOGGED_KEYS_MAX).map(({ key }) => key);
    log.error('Spilled messages were not swept', { because, messages: ones.length, keys, error: ones[0]?.error });
  }
}
