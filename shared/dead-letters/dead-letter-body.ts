import { readBody } from '../messages/body.ts';
import type { DeadLetter } from '../messages/dead-letter.ts';
import { readDelivery } from '../messages/delivery.ts';
import { readEvent } from '../messages/event.ts';
import type { Objects } from '../ports.ts';

/**
 * The signed bytes that the dead letter is about: the event's, of dispatch the delivery's; also where only a claim check of
 * them travelled.
 * @throws where its message cannot be read, or the bytes behind a claim check
 */
export function deadLetterBody(
  { worker, body }: Pick<DeadLetter, 'worker' | 'body'>,
  objects: Objects,
): Promise<Buffer> {
  const message = worker === 'dispatch' ? readDelivery(body) : readEvent(body);
  return readBody(message.body, objects);
}
