import { isDeadLetter, type StoredDeadLetter, type UnreadDeadLetter } from '#shared/dead-letters/dead-letter-store.ts';
import type { Foreseen } from '#shared/messages/replay-request.ts';

/** As an operator reads it before answering a question. */
export function describeStored(
  id: string,
  record: (StoredDeadLetter | UnreadDeadLetter)['record'] | undefined,
): Foreseen {
  if (!record || !isDeadLetter(record)) return { id };
  const { source, type, failure } = record;
  const { class: failureClass, name, message } = failure;
  return {
    id,
    ...(source !== undefined && { source }),
    ...(type !== undefined && { type }),
    failure: { class: failureClass, name, message },
  };
}
