import { impatient, whileASenderWaits } from '#shared/aws/client-settings.ts';
import { createAcceptWebhook } from '../../../../functions/ingest/accept-webhook.ts';
import type { Answer } from '../../../../functions/ingest/answer.ts';
import { createAnswerWebhook } from '../../../../functions/ingest/answer-webhook.ts';
import { SEND_WITHIN_MS, SPILL_WITHIN_MS } from '../../../../functions/ingest/confirm-message.ts';
import { createSourceLookup } from '../../../../functions/ingest/source-lookup.ts';
import type { WebhookRequest } from '../../../../functions/ingest/webhook-request.ts';
import { queueNameAt, type FunctionBuild } from '../function-build.ts';

/** As functions/ingest/handler.ts. */
export const ingest: FunctionBuild<WebhookRequest, Answer> = (start) => {
  const { ports, bundle, parts } = start;
  const { clock, random, ids, log } = ports;
  const sources = createSourceLookup({
    providers: parts.providers,
    config: ports.objects('config'),
    clock,
    random,
    log,
  });
  const acceptWebhook = createAcceptWebhook({
    providers: parts.providers,
    sources,
    deliveries: bundle.queue(ports.queue(queueNameAt('DELIVERIES_QUEUE_URL', start), impatient(SEND_WITHIN_MS))),
    results: ports.objects('results', whileASenderWaits),
    spill: ports.objects('results', impatient(SPILL_WITHIN_MS)),
    clock,
    ids,
    log,
  });
  void sources.refresh();
  return createAnswerWebhook({ acceptWebhook, sources, clock, log });
};
