import { impatient, whileASenderWaits } from '#shared/aws/client-settings.ts';
import { createAcceptWebhook } from '../../../../functions/ingest/accept-webhook.ts';
import type { Answer } from '../../../../functions/ingest/answer.ts';
import { createAnswerWebhook } from '../../../../functions/ingest/answer-webhook.ts';
import { SEND_WITHIN_MS, SPILL_WITHIN_MS } from '../../../../functions/ingest/confirm-message.ts';
import { createLoadProvider } from '../../../../functions/ingest/providers/load-provider.ts';
import { createSourceLookup } from '../../../../functions/ingest/source-lookup.ts';
import type { WebhookRequest } from '../../../../functions/ingest/webhook-request.ts';
import { silentMetrics } from '../silent-metrics.ts';
import { queueNameAt, type FunctionBuild } from '../function-build.ts';

/** No sender of this world signs with a certificate or asks for a subscription. */
const outOfReach = () => Promise.reject(new Error('Nobody else is in this world'));

/** As functions/ingest/handler.ts. */
export const ingest: FunctionBuild<WebhookRequest, Answer> = (start) => {
  const { ports, bundle, parts } = start;
  const { clock, random, ids, log } = ports;
  const metrics = silentMetrics;
  const config = ports.objects('config');
  const loadProvider = createLoadProvider(
    Object.fromEntries(parts.providers.map((provider) => [provider.name, async () => provider])),
  );
  const sources = createSourceLookup({ loadProvider, config, clock, random, log, metrics });
  const acceptWebhook = createAcceptWebhook({
    loadProvider,
    sources,
    config,
    certificates: { find: outOfReach },
    loadReader: outOfReach,
    deliveries: bundle.queue(ports.queue(queueNameAt('DELIVERIES_QUEUE_URL', start), impatient(SEND_WITHIN_MS))),
    results: ports.objects('results', whileASenderWaits),
    spill: ports.objects('results', impatient(SPILL_WITHIN_MS)),
    clock,
    ids,
    log,
    metrics,
  });
  void sources.refresh();
  return createAnswerWebhook({ acceptWebhook, sources, clock, log, metrics });
};
