import type { InvokeFunction } from '../../pipeline/invoke-function.ts';
import { countDeadLetters } from '../../verbs/count-dead-letters.ts';

/** A count reads one index; whoever waits for the balance need not wait for it any longer. */
const ANSWER_SECONDS_MAX = 10;

export interface LedgerDeadLetters {
  /** Events whose money may be in no entry; null where nobody could tell. */
  readonly openDeadLetters: number | null;
  /** One line for whoever reads the balance, where it may not be all. */
  readonly warning?: string;
}

/** How much of the money waits as open dead letters of the ledger. The balance is shown all the same where that fails. */
export async function lookForDeadLetters(
  invoke: InvokeFunction,
  signal = AbortSignal.timeout(ANSWER_SECONDS_MAX * 1000),
): Promise<LedgerDeadLetters> {
  try {
    const inspect = (request: unknown) => invoke('inspect', request, signal);
    const count = await countDeadLetters({ from: 'ledger', all: true }, { inspect }, signal);
    return count === 0 ? { openDeadLetters: 0 } : { openDeadLetters: count, warning: describeOpen(count) };
  } catch (error) {
    const problem = signal.aborted ? `inspect did not answer in ${ANSWER_SECONDS_MAX} s` : messageOf(error);
    return { openDeadLetters: null, warning: `It is not known whether the ledger has open dead letters: ${problem}` };
  }
}

function describeOpen(count: number): string {
  const events =
    count === 1 ? '1 event is an open dead letter' : `${count.toLocaleString('en')} events are open dead letters`;
  return `Money may be missing: ${events} of the ledger. They are listed by \`npm run hooks -- dead-letters list --from ledger\``;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
