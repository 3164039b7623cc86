import { FAILURE_BYTES_MAX } from '#shared/messages/failure.ts';
import { ANSWER_WITHIN_MS } from '../../functions/ingest/answer-webhook.ts';
import { MESSAGE_BYTES_MAX } from '../../functions/ingest/queue-delivery.ts';
import type { CodeLimits } from './doctor-context.ts';

/** As the functions have them. */
export const codeLimits: CodeLimits = {
  messageBytesMax: MESSAGE_BYTES_MAX,
  failureBytesMax: FAILURE_BYTES_MAX,
  answerWithinSeconds: ANSWER_WITHIN_MS / 1000,
};
