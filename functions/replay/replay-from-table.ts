import type { SendBack, SentBack } from '#shared/dead-letters/send-back.ts';
import type { Allowance } from './allowance.ts';

/** Their messages are held together: at 256 KiB each 25 MB. */
const PAGE_LENGTH = 100;
/** Pages under way at once: one reads while another writes, and together they stay within the clients' sockets. */
const LANES = 3;

export interface TableReplay {
  readonly run: string;
  readonly ids: AsyncIterator<string>;
  readonly sendBack: SendBack;
  readonly allowance: Allowance;
  readonly onOutcomes: (outcomes: readonly SentBack[]) => void;
}

/** Sends page after page back until nothing is left, or nothing more may begin. */
export async function replayFromTable(replay: TableReplay): Promise<void> {
  const { run, sendBack, allowance, onOutcomes } = replay;
  const lane = async () => {
    for (;;) {
      const ids = await nextPage(replay);
      if (ids.length === 0) return;
      const outcomes = await sendBack({ ids, run });
      onOutcomes(outcomes);
      allowance.giveBack(outcomes.filter(({ outcome }) => outcome === 'skipped').length);
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  // Whatever the others had begun is finished by now, and in the receipt.
  for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
}

async function nextPage({ ids, allowance }: TableReplay): Promise<readonly string[]> {
  if (allowance.isOver()) return [];
  const taken = allowance.take(PAGE_LENGTH);
  const page: string[] = [];
  while (page.length < taken) {
    const next = await ids.next();
    if (next.done) break;
    page.push(next.value);
  }
  allowance.giveBack(taken - page.length);
  return page;
}
