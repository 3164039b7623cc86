import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import { createSendBack, type SendBackPorts } from '#shared/dead-letters/send-back.ts';
import { storeReceipt } from '#shared/dead-letters/store-receipt.ts';
import type { Receipt, Who } from '#shared/messages/receipt.ts';
import type { Objects } from '#shared/ports.ts';
import { recoverReplayed } from './recover-replayed.ts';
import { createPageStore } from './run/page-store.ts';
import { countsOf, createProgress, readProgress } from './run/progress.ts';
import { spanOf } from './run/span-of.ts';

/** The function `probe` lives for a minute, and tells nothing of a run before its end. */
const ALIVE_MS_MAX = 61_000;

const GOES_ON = 'Its call ended before it was done: the probe goes on by itself, as another run';
/** It stores what it has sent at its end. */
const NOT_ALL_KNOWN = 'It may have sent more than is counted here: nobody can tell how many';

export interface EndProbeRunPorts extends SendBackPorts {
  readonly results: Pick<Objects, 'put' | 'putIfAbsent' | 'get' | 'list'>;
}

/**
 * Nobody goes on with a run of the probe, since its next tick has a run of its own: whoever resumes one that has died ends
 * its receipt. What it had stored counts; of dead letters that it named their records tell the rest.
 * @returns the receipt as it was where its call may be alive, or has ended by itself
 */
export async function endProbeRun(receipt: Receipt, who: Who, ports: EndProbeRunPorts): Promise<Receipt> {
  const { request, state } = receipt;
  const now = ports.clock.now();
  const mayBeAlive = now.getTime() - Date.parse(receipt.updatedAt) <= ALIVE_MS_MAX;
  if (request.kind !== 'probe' || state !== 'running' || mayBeAlive) return receipt;
  const told = await storeTold(receipt, request, ports);
  const at = now.toISOString();
  const reason = request.ids ? GOES_ON : `${GOES_ON}. ${NOT_ALL_KNOWN}`;
  const ended: Receipt = {
    ...receipt,
    ...told,
    state: 'aborted',
    aborted: { at, reason, who },
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
  const progress = createProgress();
  await readProgress(receipt.run, progress, ports, async () => undefined);
  const open = ids.map((id) => deadLetterId(from, id)).filter((id) => !progress.seen.has(id));
  const outcomes = await recoverReplayed(
    open,
    { span: spanOf(receipt), isForced: false, may: 'only tell' },
    { store: ports.store, sendBack: createSendBack(ports) },
  );
  if (outcomes.length > 0) {
    const pages = createPageStore(receipt.run, { number: 1 }, progress, ports);
    // Another who resumes it may have told the same: what is there counts.
    await pages.settle((progress.lastPage += 1), outcomes);
  }
  return { ...countsOf(progress), pages: progress.lastPage };
}
