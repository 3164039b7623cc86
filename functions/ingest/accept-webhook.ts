import { RejectedWebhook } from '#shared/errors.ts';
import type { Delivery } from '#shared/messages/delivery.ts';
import { countsAt, type Source } from '#shared/messages/source.ts';
import { tracedBy } from '#shared/messages/traceparent.ts';
import type { Clock, Ids, Log, Metrics, Objects, Queue, Reader } from '#shared/ports.ts';
import { CANARY_SOURCE } from '#shared/subscriptions/is-subscribed.ts';
import type { Answer } from './answer.ts';
import { answerAccepted } from './answer-accepted.ts';
import { createAnswerHandshake, type Asked } from './answer-handshake.ts';
import { checkRequest } from './check-request.ts';
import { createFindSource } from './find-source.ts';
import { createConfirmSubscription } from './handshakes/confirm-subscription.ts';
import { createOfferSecret } from './handshakes/offer-secret.ts';
import { signedWith } from './handshakes/signed-with.ts';
import { identifyDelivery } from './identify-delivery.ts';
import type { LoadProvider } from './providers/load-provider.ts';
import type { Provider } from './providers/provider.ts';
import { createQueueDelivery } from './queue-delivery.ts';
import { checkRequired, mayBeAnything, readView } from './read-view.ts';
import type { Certificates, VerifyContext } from './signature/signature-verdict.ts';
import { verifySignature } from './signature/verify-signature.ts';
import type { SourceLookup } from './source-lookup.ts';
import { createSourceBudgets } from './source-budgets.ts';
import { findIn, type WebhookRequest } from './webhook-request.ts';

/** A line is paid for by its bytes, and an array may have thousands. */
const LOGGED_IDS_MAX = 20;

export interface AcceptWebhookPorts {
  readonly loadProvider: LoadProvider;
  readonly sources: SourceLookup;
  readonly deliveries: Queue;
  readonly results: Objects;
  /** The same bucket, through a client that tries once. */
  readonly spill: Objects;
  /** Where secrets that senders offer are kept for an operator. */
  readonly config: Pick<Objects, 'putIfAbsent'>;
  readonly certificates: Certificates;
  /** Loaded when a sender first wants a subscription confirmed. */
  readonly loadReader: () => Promise<Reader>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly metrics: Metrics;
  readonly log: Log;
  /** What a source may ask for; left out: nothing but the stage's own. */
  readonly retentionDaysOffered?: readonly number[];
}

/** The step webhook → delivery: verify the bytes, make them durable, and only then accept. */
export function createAcceptWebhook(ports: AcceptWebhookPorts) {
  const findSource = createFindSource(ports);
  const budgets = createSourceBudgets(ports.clock);
  const queueDelivery = createQueueDelivery(ports);
  const answerHandshake = createAnswerHandshake({
    offerSecret: createOfferSecret(ports),
    confirmSubscription: createConfirmSubscription(ports.loadReader),
    log: ports.log,
  });

  /** @throws {RejectedWebhook} with the status for the sender */
  return async function acceptWebhook(request: WebhookRequest): Promise<Answer> {
    const { source, provider } = await findSource(request.sourceName);
    const receivedAt = ports.clock.now();
    const secrets = source.secrets.filter((secret) => countsAt(secret, receivedAt));
    const asked = { request, provider, source, secrets };
    const greeted = await answerHandshake.unsigned(asked);
    if (greeted) return greeted;

    const contentType = checkRequest(request, provider);
    const { options } = source;
    const context = { secrets: source.secrets, options, now: receivedAt, certificates: ports.certificates };
    await verify(asked, context);

    const view = readView(request.body, contentType, provider, mayBeAnything(provider, request));
    const find = findIn(request, view);
    const handshake = await answerHandshake.signed(asked, find, () => signedWith(asked, context));
    if (handshake) return handshake;

    const lookup = checkRequired(provider, request, view);
    const webhook = { sourceName: request.sourceName, provider, body: request.body, contentType, view, lookup };
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
      // What says nothing of its type has been read as JSON.
      contentType: contentType === 'none' ? 'application/json' : contentType,
      ...retentionOf(source, ports.retentionDaysOffered),
    };
    const traceparent = ports.ids.traceparent();
    await queueDelivery(delivery, request.body, traceparent);
    // One of our own would hide that senders' are absent.
    if (delivery.source !== CANARY_SOURCE) ports.metrics.record('WebhooksAccepted', 1);

    const types = [...new Set(delivery.events.map(({ type }) => type))].slice(0, 5);
    ports.log.info('Webhook accepted', {
      deliveryId: delivery.id,
      ...sendersName(delivery, provider),
      source: delivery.source,
      types,
      events: delivery.events.length,
      ...namedElements(delivery),
      ...tracedBy(traceparent),
    });
    return answerAccepted(provider, delivery.id, find, secrets);
  };
}

/** @throws {RejectedWebhook} 401 */
async function verify({ provider, request }: Asked, context: VerifyContext): Promise<void> {
  const verdict = await verifySignature(provider, request, context);
  if (!verdict.valid) throw new RejectedWebhook(401, verdict.reason, 'The signature does not match.');
}

/** What no rule of the bucket goes by is kept as the others are. */
const retentionOf = ({ retentionDays }: Source, offered: readonly number[] = []) =>
  retentionDays !== undefined && offered.includes(retentionDays) ? { retentionDays } : {};

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
