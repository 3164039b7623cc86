import { isDeadLetter, type DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { Outcome } from '#shared/dead-letters/outcome.ts';
import type { SendBack } from '#shared/dead-letters/send-back.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { RunSpan } from './candidate.ts';

const MAY_BE_SENT = 'its call died: it was sent, or it was not and can be replayed again in a minute';

export interface Recovering {
  readonly span: RunSpan;
  readonly isForced: boolean;
  readonly may: 'finish' | 'only tell';
}

/**
 * What an invocation that died had begun with, by the records alone: this run had sent it where it closed the record, or
 * where something came of it since; what it only claimed is sent again under the same count. All else is met again. Where
 * it may only tell, claims are left, and pass by themselves: nobody knows whether those were sent.
 */
export async function recoverReplayed(
  ids: readonly string[],
  { span, isForced, may }: Recovering,
  { store, sendBack }: { readonly store: Pick<DeadLetterStore, 'getMany'>; readonly sendBack: SendBack },
): Promise<readonly Outcome[]> {
  const stored = await store.getMany(ids);
  const records = ids.flatMap((id) => {
    const record = stored.get(id)?.record;
    return record && isDeadLetter(record) && record.run === span.run ? [record] : [];
  });
  const claimed = records.filter(({ state }) => state === 'replaying').map(({ id }) => id);
  const sent = records
    .filter((record) => wasSent(record, span))
    .map(({ id }): Outcome => ({ id, outcome: 'replayed' }));
  if (may === 'only tell') {
    return [...sent, ...claimed.map((id): Outcome => ({ id, outcome: 'unknown', because: MAY_BE_SENT }))];
  }
  const again =
    claimed.length > 0
      ? await sendBack({
          ids: claimed,
          run: span.run,
          isForced,
          resumedRun: span.run,
          known: stored,
          // Between the look and the claim it may have failed again.
          wasSent: (record) => record.run === span.run && wasSent(record, span),
        })
      : [];
  return [...sent, ...again];
}

function wasSent({ state, failure }: DeadLetter, { before }: RunSpan): boolean {
  if (state === 'replaying') return false;
  // Open again by itself, or because it could not be sent: only what was sent can have failed since the run began.
  return state !== 'open' || Date.parse(failure.lastAt) >= before.getTime();
}
