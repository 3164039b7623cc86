import { RejectedWebhook } from '#shared/errors.ts';
import type { Delivery } from '#shared/messages/delivery.ts';
import type { Clock, Ids, Log, Objects, Queue } from '#shared/ports.ts';
import type { Answer } from './answer.ts';
import { answerHandshake } from './answer-handshake.ts';
import { checkRequest } from './check-request.ts';
import { identifyDelivery } from './identify-delivery.ts';
import type { Provider } from './providers/provider.ts';
import { createQueueDelivery } from './queue-delivery.ts';
import { checkRequired, readView } from './read-view.ts';
import { verifySignature } from './signature/verify-signature.ts';
import type { SourceLookup } from './source-lookup.ts';
import { createSourceBudgets } from './source-budgets.ts';
import { tryAgainLater } from './try-again-later.ts';
import type { WebhookRequest } from './webhook-request.ts';

/** A line is paid for by its bytes, and an array may have thousands. */
const LOGGED_IDS_MAX = 20;

export interface AcceptWebhookPorts {
  readonly providers: readonly Provider[];
  readonly sources: SourceLookup;
  readonly deliveries: Queue;
  readonly results: Objects;
  /** The same bucket, through a client that tries once. */
  readonly spill: Objects;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** The step webhook → delivery: verify the bytes, make them durable, and only then accept. */
export function createAcceptWebhook(ports: AcceptWebhookPorts) {
  const budgets = createSourceBudgets(ports.clock);
  const queueDelivery = createQueueDelivery(ports);

  /** @throws {RejectedWebhook} with the status for the sender */
  return async function acceptWebhook(request: WebhookRequest): Promise<Answer> {
    const source = await ports.sources.find(request.sourceName);
    if (!source) throw new RejectedWebhook(404, 'unknown-source', 'There is no such source.');
    if (source === 'invalid') throw tryAgainLater('invalid-source', 'This source is not ready. Try again.', 300);
    const provider = ports.providers.find(({ name }) => name === source.provider);
    // No 404: some senders disable a hook over it, and this is a slip in our own configuration.
    if (!provider) throw tryAgainLater('unknown-provider', 'This source is not ready. Try again.', 300);

    const contentType = checkRequest(request, provider);
    const receivedAt = ports.clock.now();
    const verdict = verifySignature(provider, request, source.secrets, receivedAt);
    if (!verdict.valid) throw new RejectedWebhook(401, verdict.reason, 'The signature does not match.');

    const view = readView(request.body, contentType, provider);
    const lookup = checkRequired(provider, request.headers, view);
    const handshake = answerHandshake(provider, lookup);
    if (handshake) {
      ports.log.info('Handshake answered', { source: request.sourceName });
      return handshake;
    }

    const webhook = { sourceName: request.sourceName, provider, body: request.body, view, lookup };
    const identified = identifyDelivery(webhook, ports.ids);
    // Only what would be stored counts, and only where the sender comes back with it: anyone else would lose it.
    if (source.budget && provider.resends) budgets.spend(request.sourceName, source.budget);
    const delivery = {
      v: 1 as const,
      ...identified,
      events: [...identified.events],
      source: request.sourceName,
      provider: provider.name,
      receivedAt: receivedAt.toISOString(),
      headers: keptHeaders(request, provider),
      contentType,
    };
    await queueDelivery(delivery, request.body, ports.ids.traceparent());

    const types = [...new Set(delivery.events.map(({ type }) => type))].slice(0, 5);
    ports.log.info('Webhook accepted', {
      deliveryId: delivery.id,
      ...sendersName(delivery, provider),
      source: delivery.source,
      types,
      events: delivery.events.length,
      ...namedElements(delivery),
    });
    return {
      status: provider.acceptedStatus ?? 202,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ deliveryId: delivery.id }),
    };
  };
}

/** Whoever asks the sender has only this one. One of several fields that only together name it may be anything of the body. */
function sendersName({ senderEventId }: Pick<Delivery, 'senderEventId'>, { identity }: Provider) {
  return senderEventId === undefined || identity.kind === 'fields' ? {} : { senderEventId };
}

/** Of an array the first of its events' ids, by which it is looked for; a single event has the delivery's. */
function namedElements({ events }: Pick<Delivery, 'events'>) {
  if (events.every(({ pointer }) => pointer === undefined)) return {};
  return { eventIds: events.slice(0, LOGGED_IDS_MAX).map(({ id }) => id) };
}

function keptHeaders({ headers }: WebhookRequest, provider: Provider): Record<string, string> {
  const kept = provider.headers.map((name) => [name, headers[name]] as const);
  return Object.fromEntries(kept.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
