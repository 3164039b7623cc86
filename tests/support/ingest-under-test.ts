import { createAcceptWebhook } from '../../functions/ingest/accept-webhook.ts';
import type { Answer } from '../../functions/ingest/answer.ts';
import { answerRejected } from '../../functions/ingest/answer-rejected.ts';
import { providers as shippedProviders } from '../../functions/ingest/providers/index.ts';
import { createLoadProvider } from '../../functions/ingest/providers/load-provider.ts';
import type { Provider } from '../../functions/ingest/providers/provider.ts';
import type { Certificates } from '../../functions/ingest/signature/signature-verdict.ts';
import { createSourceLookup } from '../../functions/ingest/source-lookup.ts';
import type { WebhookRequest } from '../../functions/ingest/webhook-request.ts';
import { readDelivery, type Delivery } from '#shared/messages/delivery.ts';
import { SOURCES_KEY } from '#shared/messages/source.ts';
import type { Reader } from '#shared/ports.ts';
import {
  countingIds,
  fixedClock,
  memoryObjects,
  recordingLog,
  recordingMetrics,
  recordingQueue,
  seededRandom,
} from './ports.ts';

export interface IngestOptions {
  /** Left out: those that are shipped. */
  readonly providers?: readonly Provider[];
  /** The sources object as an operator writes it; null for a store that has none. */
  readonly sources?: unknown;
  readonly now?: number | string;
  readonly certificates?: Certificates;
  /** What asks hosts that are not ours. */
  readonly reader?: Reader;
}

export const NOW = 1_760_000_000;

/** What the stage offers its sources. */
const retentionDaysOffered = [30, 90];

const nobodyAnswers = () => Promise.reject(new Error('There is nobody to ask here'));

/** The step and its edge over ports in memory, put together as functions/ingest/handler.ts does it. */
export function ingestUnderTest({
  providers,
  sources = {},
  now = NOW,
  certificates = { find: nobodyAnswers },
  reader = { get: nobodyAnswers },
}: IngestOptions = {}) {
  const [clock, log, deliveries] = [fixedClock(now), recordingLog(), recordingQueue()];
  const metrics = recordingMetrics();
  const [config, results] = [memoryObjects('config'), memoryObjects('results')];
  if (sources !== null) config.stored.set(SOURCES_KEY, { bytes: Buffer.from(JSON.stringify(sources)) });
  const loadProvider = createLoadProvider(providers ? loadersOf(providers) : shippedProviders);
  const lookup = createSourceLookup({
    loadProvider,
    config,
    clock,
    random: seededRandom(1),
    log,
    metrics,
    retentionDaysOffered,
  });
  const acceptWebhook = createAcceptWebhook({
    loadProvider,
    sources: lookup,
    deliveries,
    results,
    spill: results,
    config,
    certificates,
    loadReader: async () => reader,
    clock,
    ids: countingIds(),
    log,
    metrics,
    retentionDaysOffered,
  });
  return {
    clock,
    log,
    metrics,
    deliveries,
    config,
    results,
    acceptWebhook,
    post: (request: WebhookRequest): Promise<Answer> =>
      acceptWebhook(request).catch((error: unknown) => answerRejected(error, request.sourceName, { log, metrics })),
    queued: (): readonly Delivery[] => deliveries.sent.map(({ body }) => readDelivery(body)),
  };
}

/** Providers that are at hand, as the index has those that are not. */
export const loadersOf = (providers: readonly Provider[]) =>
  Object.fromEntries(providers.map((provider) => [provider.name, async () => provider]));

export type IngestUnderTest = ReturnType<typeof ingestUnderTest>;
