import { RejectedWebhook } from '#shared/errors.ts';
import { findElements, type Element } from './find-elements.ts';
import type { HashedContent } from './hashed-content.ts';
import type { ElementReference, Elements } from './providers/provider.ts';
import { valueAt, type Lookup } from './webhook-request.ts';

/** Far more than any sender posts at once; each 500 of them are one more message. */
const ELEMENTS_MAX = 10_000;

/** An element that is an event of its own. */
export interface EventElement extends Element {
  /** By which description of its id and type it is read. */
  readonly described: Elements;
}

/**
 * The elements of the body that are events, place by place: one that holds elements of an earlier place is none.
 * @throws {RejectedWebhook} 413 for more than any sender posts
 */
export function listElements(places: readonly Elements[], view: unknown): readonly EventElement[] {
  const listed: EventElement[] = [];
  const holders = new Set<string>();
  for (const described of places) {
    findElements(view, described.at, (element) => {
      if (holders.has(element.pointer)) return;
      if (listed.length === ELEMENTS_MAX) {
        throw new RejectedWebhook(413, 'too-many-events', `A webhook may have at most ${ELEMENTS_MAX} events.`);
      }
      listed.push({ ...element, described });
      for (const holder of holdersOf(element.pointer)) holders.add(holder);
    });
  }
  return listed;
}

/** Every place that holds this one. */
function holdersOf(pointer: string): readonly string[] {
  const tokens = pointer.split('/');
  return tokens.slice(1).map((_, index) => tokens.slice(0, index + 1).join('/'));
}

/** What an element's references give: in the element, in the whole body with the element's own indices, or of the request. */
export function findInElement(
  { value, pointer, indices }: Element,
  view: unknown,
  lookup: Lookup,
  content: Pick<HashedContent, 'element'>,
) {
  return (reference: ElementReference): unknown => {
    if (reference === 'itself') return value;
    if (reference === 'itself:sha256') return content.element(pointer);
    if (reference.startsWith('/')) return valueAt(value, reference);
    if (!reference.startsWith('root:')) return isOfRequest(reference) ? lookup(reference) : undefined;
    let wildcards = 0;
    const place = reference.slice('root:'.length).replace(/\*/g, () => String(indices[wildcards++] ?? ''));
    return valueAt(view, place);
  };
}

const isOfRequest = (text: string): text is `header:${string}` | `query:${string}` | 'body:sha256' =>
  /^(?:header:|query:|body:sha256$)/.test(text);
