import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import { createSendBack, type SendBackPorts } from '#shared/dead-letters/send-back.ts';
import { storeOutcomes, storeReceipt } from '#shared/dead-letters/store-receipt.ts';
import type { Receipt, Who } from '#shared/messages/receipt.ts';
import type { Objects } from '#shared/ports.ts';
import { recoverReplayed } from './recover-replayed.ts';
import { addToProgress, countsOf, createProgress } from './run/progress.ts';
import { spanOf } from './run/span-of.ts';

/** The function `probe` lives for a minute, and tells nothing of a run before its end. */
const ALIVE_MS_MAX = 61_000;

const GOES_ON = 'Its call ended before it was done: the probe goes on by itself, as another run';

export interface EndProbeRunPorts extends SendBackPorts {
  readonly results: Pick<Objects, 'put'>;
}

/**
 * Nobody goes on with a run of the probe, since its next tick has a run of its own: whoever resumes one ends its receipt.
 * What it had sent is told where it named its dead letters; those of a whole destination are told by their records alone.
 * @returns the receipt as it was where its call may be alive
 */
export async function endProbeRun(receipt: Receipt, who: Who, ports: EndProbeRunPorts): Promise<Receipt> {
  const { request, state } = receipt;
  const now = ports.clock.now();
  const hasDied = state === 'running';
  if (hasDied && now.getTime() - Date.parse(receipt.updatedAt) <= ALIVE_MS_MAX) return receipt;
  const told = hasDied && request.kind === 'probe' ? await storeTold(receipt, request, ports) : {};
  const at = now.toISOString();
  const ended: Receipt = {
    ...receipt,
    ...told,
    state: 'aborted',
    aborted: { at, reason: GOES_ON, who },
    updatedAt: at,
    finishedAt: at,
  };
  await storeReceipt(ports.results, ended);
  return ended;
}

async function storeTold(
  receipt: Receipt,
  { from, ids = [] }: Extract<Receipt['request'], { kind: 'probe' }>,
  ports: EndProbeRunPorts,
): Promise<Partial<Receipt>> {
  const outcomes = await recoverReplayed(
    ids.map((id) => deadLetterId(from, id)),
    { span: spanOf(receipt), isForced: false, may: 'only tell' },
    { store: ports.store, sendBack: createSendBack(ports) },
  );
  if (outcomes.length === 0) return {};
  const progress = createProgress();
  const kept = progress.tally.toKept(outcomes);
  await storeOutcomes(ports.results, { run: receipt.run, page: 1, outcomes: kept });
  addToProgress(progress, 1, kept);
  return { ...countsOf(progress), pages: 1 };
}
