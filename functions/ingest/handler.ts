import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { whileASenderWaits } from '#shared/aws/client-settings.ts';
import { createObjects } from '#shared/aws/objects.ts';
import { createQueue } from '#shared/aws/queue.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { within } from '#shared/within.ts';
import { createLog } from '#shared/lambda/log.ts';
import { systemClock, systemIds, systemRandom } from '#shared/lambda/system.ts';
import { createAcceptWebhook } from './accept-webhook.ts';
import type { Answer } from './answer.ts';
import { answerRejected } from './answer-rejected.ts';
import { providers } from './providers/index.ts';
import { createSourceLookup } from './source-lookup.ts';
import { toWebhookRequest } from './to-webhook-request.ts';
import { tryAgainLater } from './try-again-later.ts';
import type { WebhookRequest } from './webhook-request.ts';

const environment = readEnvironment(['DELIVERIES_QUEUE_URL', 'CONFIG_BUCKET', 'RESULTS_BUCKET']);
const log = createLog();
const sources = createSourceLookup({
  config: createObjects(environment.CONFIG_BUCKET, whileASenderWaits),
  clock: systemClock,
  random: systemRandom,
  log,
});
const acceptWebhook = createAcceptWebhook({
  providers,
  sources,
  deliveries: createQueue(environment.DELIVERIES_QUEUE_URL, whileASenderWaits),
  results: createObjects(environment.RESULTS_BUCKET, whileASenderWaits),
  clock: systemClock,
  ids: systemIds,
  log,
});
/** Two seconds before Lambda would end the function, and the sender would get a 500 without Retry-After. */
const ANSWER_WITHIN_MS = 8000;

// Sources are on their way while Lambda still starts this environment.
void sources.refresh();

/** The HTTP edge: a webhook in, the sender's answer out. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const request = toWebhookRequest(event);
  const answered = acceptInTime(request).catch((error: unknown) => answerRejected(error, request.sourceName, log));
  const [answer] = await Promise.all([answered, sources.refresh()]);
  return { statusCode: answer.status, headers: answer.headers, body: answer.body };
}

async function acceptInTime(request: WebhookRequest): Promise<Answer> {
  const answer = await within(acceptWebhook(request), ANSWER_WITHIN_MS, systemClock);
  if (answer === 'late') throw tryAgainLater('too-slow', 'The webhook could not be stored in time. Try again.', 5);
  return answer;
}
