import { hash } from 'node:crypto';
import { RejectedWebhook } from '#shared/errors.ts';
import { attributeValue } from '#shared/messages/attributes.ts';
import type { ListedEvent } from '#shared/messages/delivery.ts';
import type { Ids } from '#shared/ports.ts';
import type { Beside, ElementReference, Named, Provider, Reference } from './providers/provider.ts';
import { hashedContent, type Content, type HashedContent } from './hashed-content.ts';
import { findInElement, listElements, type EventElement } from './list-elements.ts';
import { isNamed, nameAt } from './name-at.ts';
import { isBeside, nameBeside } from './name-beside.ts';
import { firstComplete, textOf, valueAt, type Lookup } from './webhook-request.ts';

/** A type has at most 128: longer ones are `other`. */
const TYPE_CHARACTERS_SEEN = 129;

/** Longer ones would only fill messages and logs; events are named by their hash. */
const SENDER_ID_CHARACTERS_MAX = 256;

export interface Identified {
  readonly id: string;
  readonly senderEventId?: string;
  readonly events: readonly ListedEvent[];
}

export interface VerifiedWebhook extends Content {
  readonly sourceName: string;
  readonly provider: Provider;
  readonly lookup: Lookup;
}

/** A webhook, and what is made once for all its events. */
interface Read extends VerifiedWebhook {
  readonly content: HashedContent;
  readonly partOf: (id: string) => IdPart;
}

/** An id, or the hash of one that is longer than ids are. */
type IdPart = string | { readonly sha256: string };

/**
 * Names the delivery and its events by the provider's description, the same on every retry of the sender.
 * @throws {RejectedWebhook} 400 when the description's id is not there: a made-up one would hide duplicates.
 */
export function identifyDelivery(verified: VerifiedWebhook, ids: Ids): Identified {
  const content = hashedContent(verified);
  const lookup: Lookup = (reference) => (reference === 'body:sha256' ? content.body() : verified.lookup(reference));
  const webhook = { ...verified, lookup, content, partOf: createPartOf() };
  const { sourceName, provider, view } = webhook;
  const senderIds = senderIdsOf(webhook);
  const parts = senderIds && [...senderIds.map(webhook.partOf), ...whatMustMatch(webhook)];
  const id = parts ? idOf(['delivery', sourceName, ...parts]) : ids.unique();
  const named = sendersNameOf(senderIds);
  const elements = listElements(placesOf(webhook), view);
  if (elements.length > 0) return { id, ...named, events: listEvents(elements, webhook, id) };
  if (!provider.events || provider.orSingle) return { id, ...named, events: [{ id, type: typeOf(webhook), ...named }] };
  const places = provider.events.map(({ at }) => at).join(' or ');
  throw new RejectedWebhook(400, 'incomplete', `There are no events at ${places}.`);
}

const placesOf = ({ provider: { events = [] }, lookup }: VerifiedWebhook) =>
  events.filter(({ unless }) => unless === undefined || lookup(unless) === undefined);

function senderIdsOf({ provider: { name, identity }, lookup }: VerifiedWebhook): readonly string[] | undefined {
  if (identity.kind === 'none') return undefined;
  return firstComplete(identity.id, lookup) ?? refuseNameless(`a ${name} webhook`, identity.id[0]);
}

/** @throws {RejectedWebhook} always */
function refuseNameless(whose: string, wanted: readonly string[] = []): never {
  throw new RejectedWebhook(400, 'no-id', `The id of ${whose} is missing: ${wanted.join(' and ')}.`);
}

/**
 * An id that the signature does not cover could be put on any genuine body, and so could a type: there both must match as
 * well, or a replayed body under another type would count as the same delivery.
 */
function whatMustMatch(webhook: Read): readonly string[] {
  return webhook.provider.identity.kind === 'header' ? [typeOf(webhook), webhook.content.body()] : [];
}

/**
 * Events of an array are named by their own ids, not by the delivery: senders regroup them on retry.
 * @throws {RejectedWebhook} 400 where none of them has an id, though they should
 */
function listEvents(elements: readonly EventElement[], webhook: Read, deliveryId: string): readonly ListedEvent[] {
  const found = elements.map((element) => {
    const find = findInElement(element, webhook.view, webhook.lookup, webhook.content);
    const lookup = (reference: ElementReference | Named) =>
      isNamed(reference) ? nameAt(reference, find) : textOf(find(reference));
    const { id, type } = element.described;
    return {
      element,
      type: joined(firstComplete(type, lookup)),
      senderIds: id === 'none' ? [] : firstComplete(id, lookup),
    };
  });
  const nameless = found.find(({ element: { described }, senderIds }) => !senderIds && !described.orNone);
  if (nameless && found.every(({ senderIds }) => !senderIds)) {
    const { described, pointer } = nameless.element;
    refuseNameless(`the event at ${pointer}`, described.id === 'none' ? [] : described.id[0]);
  }
  return found.map(({ element, type, senderIds }) => {
    const { pointer } = element;
    return { id: idOf(nameOf(element, senderIds, webhook, deliveryId)), type, ...sendersNameOf(senderIds), pointer };
  });
}

/** What makes the id of an element: one that others stand beside who have an id is named by its content. */
function nameOf(
  { described, pointer }: EventElement,
  senderIds: readonly string[] | undefined,
  { sourceName, content, partOf }: Read,
  deliveryId: string,
): readonly IdPart[] {
  if (described.id === 'none' || (!senderIds && described.orNone)) return ['element', deliveryId, pointer];
  if (!senderIds) return ['content', sourceName, described.at, content.element(pointer)];
  return ['event', sourceName, ...senderIds.map(partOf)];
}

function sendersNameOf([senderEventId]: readonly string[] = []): { readonly senderEventId?: string } {
  return senderEventId === undefined || isTooLong(senderEventId) ? {} : { senderEventId };
}

const isTooLong = (id: string) => id.length > SENDER_ID_CHARACTERS_MAX;

/** Ten thousand events may all be named with one long text of the body, which is hashed once. */
function createPartOf(): (id: string) => IdPart {
  const known = new Map<string, IdPart>();
  return (id) => {
    if (!isTooLong(id)) return id;
    const part = known.get(id) ?? { sha256: hash('sha256', id, 'hex') };
    known.set(id, part);
    return part;
  };
}

function typeOf({ provider, view, lookup }: Pick<VerifiedWebhook, 'provider' | 'view' | 'lookup'>): string {
  const find = (reference: Reference | Beside | Named) => {
    if (isBeside(reference)) return nameBeside(reference, view);
    if (isNamed(reference)) return nameAt(reference, (place) => valueAt(view, place.replace(/^root:/, '')));
    return lookup(reference);
  };
  return joined(firstComplete(provider.type, find));
}

/** Of a text that is too long for a type, no more than shows that it is. */
const joined = (parts: readonly string[] = ['other']) =>
  attributeValue(parts.map((part) => part.slice(0, TYPE_CHARACTERS_SEEN)).join('.'));

/** 128 bits as hex. JSON keeps the parts apart: ["a","bc"] and ["ab","c"] are different texts. */
const idOf = (parts: readonly IdPart[]) => hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32);
