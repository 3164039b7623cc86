import type { SentSince } from '#shared/messages/sent-since.ts';
import type { Receipt } from '#shared/messages/receipt.ts';
import { describeCount } from '../../components/numbers.ts';

/**
 * `Since then: 3 have their result, 1 failed again.`
 * @returns undefined where there is nothing to tell
 */
export function describeSince({ request, succeeded }: Told, since: SentSince): string | undefined {
  const { result, waiting, failedAgain, sentLater, quarantined, discarded, unknown } = since;
  const parts = [
    [result, result === 1 ? 'has its result' : 'have their result'],
    [waiting, waiting === 1 ? 'waits or is being worked on' : 'wait or are being worked on'],
    [failedAgain, 'failed again'],
    [sentLater, 'sent again by a later run'],
    [quarantined, 'quarantined'],
    [discarded, 'discarded'],
    [unknown, request.kind === 'backfill' ? 'without a dead letter' : 'nobody knows any more'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, words]) => `${describeCount(count)} ${words}`);
  if (told.length === 0) return undefined;
  const looked = parts.reduce((sum, [count]) => sum + count, 0);
  const ofFirst = looked < succeeded ? `, of the first ${describeCount(looked)}` : '';
  return `Since then${ofFirst}: ${told.join(', ')}.`;
}

type Told = Pick<Receipt, 'request' | 'succeeded'>;
