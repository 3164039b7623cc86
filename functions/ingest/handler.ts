import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readOfferedDays } from '#shared/archive/read-offered-days.ts';
import { impatient, whileASenderWaits } from '#shared/aws/client-settings.ts';
import { createObjects } from '#shared/aws/objects.ts';
import { createQueue } from '#shared/aws/queue.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { createLog } from '#shared/lambda/log.ts';
import { createMetrics } from '#shared/lambda/metrics.ts';
import { systemClock, systemIds, systemRandom } from '#shared/lambda/system.ts';
import { createAcceptWebhook } from './accept-webhook.ts';
import { answerOtherPath } from './answer-other-path.ts';
import { createAnswerWebhook } from './answer-webhook.ts';
import { SEND_WITHIN_MS, SPILL_WITHIN_MS } from './confirm-message.ts';
import { onceLoaded } from './once-loaded.ts';
import { loadProvider } from './providers/load-provider.ts';
import { lazyCertificates } from './signature/lazy-certificates.ts';
import { createSourceLookup } from './source-lookup.ts';
import { toWebhookRequest } from './to-webhook-request.ts';

const environment = readEnvironment([
  'SERVICE',
  'STAGE',
  'DELIVERIES_QUEUE_URL',
  'CONFIG_BUCKET',
  'RESULTS_BUCKET',
  'RETENTION_DAYS_OFFERED',
]);
const retentionDaysOffered = readOfferedDays(environment.RETENTION_DAYS_OFFERED);
const log = createLog();
const metrics = createMetrics({ service: environment.SERVICE, stage: environment.STAGE }, systemClock);
const config = createObjects(environment.CONFIG_BUCKET, whileASenderWaits);
const sources = createSourceLookup({
  loadProvider,
  config,
  clock: systemClock,
  random: systemRandom,
  log,
  metrics,
  retentionDaysOffered,
});
// What only a few senders need is loaded by the first of them.
const loadReader = onceLoaded(async () => {
  const { createReader } = await import('#shared/outbound/reader.ts');
  return createReader({ stage: environment.STAGE });
});
const loadCertificates = onceLoaded(async () => {
  const { createCertificates } = await import('./signature/certificates.ts');
  return createCertificates({ reader: await loadReader() });
});
const acceptWebhook = createAcceptWebhook({
  loadProvider,
  sources,
  deliveries: createQueue(environment.DELIVERIES_QUEUE_URL, impatient(SEND_WITHIN_MS)),
  results: createObjects(environment.RESULTS_BUCKET, whileASenderWaits),
  spill: createObjects(environment.RESULTS_BUCKET, impatient(SPILL_WITHIN_MS)),
  config,
  certificates: lazyCertificates(loadCertificates),
  loadReader,
  clock: systemClock,
  ids: systemIds,
  retentionDaysOffered,
  log,
  metrics,
});
const answerWebhook = createAnswerWebhook({ acceptWebhook, sources, clock: systemClock, log, metrics });

// Sources are on their way while Lambda still starts this environment.
void sources.refresh();

/** The HTTP edge: a webhook in, the sender's answer out. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const notOurs = answerOtherPath(event);
  if (notOurs) return notOurs;
  const answer = await answerWebhook(toWebhookRequest(event));
  return { statusCode: answer.status, headers: answer.headers, body: answer.body };
}
