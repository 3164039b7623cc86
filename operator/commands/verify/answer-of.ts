import { createAcceptWebhook } from '../../../functions/ingest/accept-webhook.ts';
import type { Answer } from '../../../functions/ingest/answer.ts';
import { answerRejected } from '../../../functions/ingest/answer-rejected.ts';
import { readSources } from '#shared/messages/source.ts';
import { systemIds } from '#shared/lambda/system.ts';
import type { Log, Metrics, Objects, Queue } from '#shared/ports.ts';
import type { HandshakeCase } from './read-handshakes-file.ts';

/** What ingest would answer: its own steps, with a queue and a store that take everything and keep nothing. */
export async function answerOf({ source, provider, request, now, certificates }: HandshakeCase): Promise<Answer> {
  const { sourceName } = request;
  const sources = readSources(JSON.stringify({ [sourceName]: source }));
  const acceptWebhook = createAcceptWebhook({
    loadProvider: async () => provider,
    sources: { find: async (name) => sources[name], refresh: async () => undefined },
    deliveries: queue,
    results: objects,
    spill: objects,
    config: objects,
    certificates,
    // Whatever is to be confirmed: nobody is told from here.
    loadReader: async () => ({ get: async () => ({ status: 200, bytes: Buffer.alloc(0) }) }),
    clock: { now: () => now, sleep: async () => undefined },
    ids: systemIds,
    log,
    metrics,
  });
  return acceptWebhook(request).catch((error: unknown) => answerRejected(error, sourceName, { log, metrics }));
}

const queue: Queue = { send: async () => undefined, sendAll: async (messages) => messages.map(() => undefined) };

const objects: Objects = {
  bucket: 'none',
  put: async () => undefined,
  putIfAbsent: async () => 'stored',
  putIfUnchanged: async () => 'stored',
  get: async () => 'missing',
  getIfChanged: async () => 'missing',
  remove: async () => undefined,
  async *list() {},
};

const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

const metrics: Metrics = { record: () => undefined, flush: () => undefined };
