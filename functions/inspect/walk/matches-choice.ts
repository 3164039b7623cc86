import { createMatchesSelection } from '#shared/dead-letters/matches-selection.ts';
import type { DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import type { CountRequest } from '#shared/messages/inspect-request.ts';

/** Which dead letters are meant, without the page of them that is asked for. */
export type Choice = Omit<CountRequest, 'cursor'>;

/** Whether a dead letter is meant, as far as its summary tells: everything but `where`. What is listed is what a replay of it sends. */
export function createMatchesChoice(choice: Choice): (summary: DeadLetterSummary) => boolean {
  const matches = createMatchesSelection(choice);
  const sought = choice.text?.toLowerCase();
  return (summary) =>
    summary.state === choice.state &&
    matches(summary) &&
    (sought === undefined || searched(summary).some((words) => words?.toLowerCase().includes(sought)));
}

const searched = ({ id, deliveryId, senderEventId, source, type, failure }: DeadLetterSummary) => [
  id,
  deliveryId,
  senderEventId,
  source,
  type,
  failure.name,
  failure.message,
];
