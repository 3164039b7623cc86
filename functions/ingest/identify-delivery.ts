import { hash } from 'node:crypto';
import { RejectedWebhook } from '#shared/errors.ts';
import { attributeValue } from '#shared/messages/attributes.ts';
import type { ListedEvent } from '#shared/messages/delivery.ts';
import type { Ids } from '#shared/ports.ts';
import type { Alternatives, Provider } from './providers/provider.ts';
import { bodyWithout } from './body-without.ts';
import { firstComplete, lookupIn, valueAt, type Lookup } from './webhook-request.ts';

/** Longer ones are no ids; they would only fill messages and logs. */
const SENDER_ID_CHARACTERS_MAX = 256;

/** Far more than any sender posts at once; each 500 of them are one more message. */
const ELEMENTS_MAX = 10_000;

export interface Identified {
  readonly id: string;
  readonly senderEventId?: string;
  readonly events: readonly ListedEvent[];
}

export interface VerifiedWebhook {
  readonly sourceName: string;
  readonly provider: Provider;
  readonly body: Buffer;
  readonly view: unknown;
  readonly lookup: Lookup;
}

/**
 * Names the delivery and its events by the provider's description, the same on every retry of the sender.
 * @throws {RejectedWebhook} 400 when the description's id is not there: a made-up one would hide duplicates.
 */
export function identifyDelivery(webhook: VerifiedWebhook, ids: Ids): Identified {
  const { sourceName, provider, view, lookup } = webhook;
  const senderIds = senderIdsOf(webhook);
  const id = senderIds ? idOf(['delivery', sourceName, ...senderIds, ...whatMustMatch(webhook)]) : ids.unique();
  const senderEventId = senderIds?.[0];
  const named = senderEventId === undefined ? {} : { senderEventId };
  if (!provider.events) return { id, ...named, events: [{ id, type: typeOf(provider.type, lookup), ...named }] };
  return { id, ...named, events: listElements(sourceName, provider.events, view) };
}

function senderIdsOf({ provider, lookup }: VerifiedWebhook): readonly string[] | undefined {
  if (provider.identity.kind === 'none') return undefined;
  return requiredIds(provider.identity.id, lookup, `a ${provider.name} webhook`);
}

/**
 * An id that the signature does not cover could be put on any genuine body, and so could a type: there both must match as
 * well, or a replayed body under another type would count as the same delivery.
 */
function whatMustMatch({ provider, body, view, lookup }: VerifiedWebhook): readonly string[] {
  const { identity, type } = provider;
  if (identity.kind !== 'header') return [];
  const bytes = identity.volatile ? bodyWithout(view, identity.volatile) : body;
  return [typeOf(type, lookup), hash('sha256', bytes, 'hex')];
}

/** Events of an array are named by their own ids, not by the delivery: senders regroup them on retry. */
function listElements(
  sourceName: string,
  events: NonNullable<Provider['events']>,
  view: unknown,
): readonly ListedEvent[] {
  const elements = valueAt(view, events.pointer);
  if (!Array.isArray(elements) || elements.length === 0) {
    throw new RejectedWebhook(400, 'incomplete', `There are no events at ${events.pointer || 'the root'}.`);
  }
  if (elements.length > ELEMENTS_MAX) {
    throw new RejectedWebhook(413, 'too-many-events', `A webhook may have at most ${ELEMENTS_MAX} events.`);
  }
  return elements.map((element: unknown, index) => {
    const lookup = lookupIn({}, element);
    const senderIds = requiredIds(events.id, lookup, `event ${index}`);
    return {
      id: idOf(['event', sourceName, ...senderIds]),
      type: typeOf(events.type, lookup),
      ...(senderIds[0] !== undefined && { senderEventId: senderIds[0] }),
      pointer: `${events.pointer}/${index}`,
    };
  });
}

function requiredIds(alternatives: Alternatives, lookup: Lookup, whose: string): readonly string[] {
  const senderIds = firstComplete(alternatives, lookup);
  if (!senderIds) {
    throw new RejectedWebhook(400, 'no-id', `The id of ${whose} is missing: ${alternatives[0]?.join(' and ')}.`);
  }
  if (senderIds.some((id) => id.length > SENDER_ID_CHARACTERS_MAX)) {
    throw new RejectedWebhook(
      400,
      'no-id',
      `The id of ${whose} is longer than ${SENDER_ID_CHARACTERS_MAX} characters.`,
    );
  }
  return senderIds;
}

const typeOf = (alternatives: Alternatives, lookup: Lookup) =>
  attributeValue(firstComplete(alternatives, lookup)?.join('.') ?? 'other');

/** 128 bits as hex. JSON keeps the parts apart: ["a","bc"] and ["ab","c"] are different texts. */
const idOf = (parts: readonly string[]) => hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32);
