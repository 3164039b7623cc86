import { createAcceptWebhook } from '../../functions/ingest/accept-webhook.ts';
import type { Answer } from '../../functions/ingest/answer.ts';
import { answerRejected } from '../../functions/ingest/answer-rejected.ts';
import { providers as shippedProviders } from '../../functions/ingest/providers/index.ts';
import type { Provider } from '../../functions/ingest/providers/provider.ts';
import { createSourceLookup } from '../../functions/ingest/source-lookup.ts';
import type { WebhookRequest } from '../../functions/ingest/webhook-request.ts';
import { readDelivery, type Delivery } from '#shared/messages/delivery.ts';
import { SOURCES_KEY } from '#shared/messages/source.ts';
import { countingIds, fixedClock, memoryObjects, recordingLog, recordingQueue, seededRandom } from './ports.ts';

export interface IngestOptions {
  readonly providers?: readonly Provider[];
  /** The sources object as an operator writes it; null for a store that has none. */
  readonly sources?: unknown;
  readonly now?: number | string;
}

export const NOW = 1_760_000_000;

/** The step and its edge over ports in memory, put together as functions/ingest/handler.ts does it. */
export function ingestUnderTest({ providers = shippedProviders, sources = {}, now = NOW }: IngestOptions = {}) {
  const [clock, log, deliveries] = [fixedClock(now), recordingLog(), recordingQueue()];
  const [config, results] = [memoryObjects('config'), memoryObjects('results')];
  if (sources !== null) config.stored.set(SOURCES_KEY, { bytes: Buffer.from(JSON.stringify(sources)) });
  const lookup = createSourceLookup({ providers, config, clock, random: seededRandom(1), log });
  const acceptWebhook = createAcceptWebhook({
    providers,
    sources: lookup,
    deliveries,
    results,
    spill: results,
    clock,
    ids: countingIds(),
    log,
  });
  return {
    clock,
    log,
    deliveries,
    config,
    results,
    acceptWebhook,
    post: (request: WebhookRequest): Promise<Answer> =>
      acceptWebhook(request).catch((error: unknown) => answerRejected(error, request.sourceName, log)),
    queued: (): readonly Delivery[] => deliveries.sent.map(({ body }) => readDelivery(body)),
  };
}

export type IngestUnderTest = ReturnType<typeof ingestUnderTest>;
