import { RejectedWebhook } from '#shared/errors.ts';
import { BODY_BYTES_MAX } from '../check-request.ts';
import { readView } from '../read-view.ts';

/** A body that holds its own signature, as JSON within the limits of every other; undefined where it is none. */
export function readUnverified(body: Buffer): unknown {
  if (body.length > BODY_BYTES_MAX) return undefined;
  try {
    return readView(body, 'application/json', {});
  } catch (error) {
    if (error instanceof RejectedWebhook) return undefined;
    throw error;
  }
}
