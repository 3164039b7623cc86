import type { Receipt } from '#shared/messages/receipt.ts';
import type { SentSince } from '#shared/messages/sent-since.ts';
import { whole } from '../../terminal/whole.ts';
import { hooksLine } from '../hooks-line.ts';

/** What became since of those that a run sent, on one line, and where to look where some of them failed again. */
export function describeSince(
  { request, startedAt, succeeded }: Pick<Receipt, 'request' | 'startedAt' | 'succeeded'>,
  since: SentSince,
  stage: string,
): readonly string[] {
  const { result, waiting, failedAgain, sentLater, discarded, quarantined, unknown } = since;
  const noRecord = request.kind === 'backfill' ? 'without a dead letter' : 'nobody knows any more';
  const parts = [
    [result, result === 1 ? 'has its result' : 'have their result'],
    [waiting, waiting === 1 ? 'waits or is being worked on' : 'wait or are being worked on'],
    [failedAgain, 'failed again'],
    [sentLater, 'sent again by a later run'],
    [quarantined, 'quarantined'],
    [discarded, 'discarded'],
    [unknown, noRecord],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, words]) => `${whole(count)} ${words}`);
  if (told.length === 0) return [];
  const looked = parts.reduce((sum, [count]) => sum + count, 0);
  const from = 'to' in request ? request.to : request.from;
  const list = ['dead-letters', 'list', '--from', from];
  return [
    `since then${looked < succeeded ? `, of the first ${whole(looked)}` : ''}: ${told.join(', ')}`,
    ...(failedAgain > 0 ? [`what failed again: ${hooksLine(stage, [...list, '--since', startedAt])}`] : []),
    ...(quarantined > 0 ? [`what is quarantined: ${hooksLine(stage, [...list, '--state', 'quarantined'])}`] : []),
  ];
}
