import { asciiJson } from '#shared/messages/ascii-json.ts';
import { checkInBody, inlineBody, type Body } from '#shared/messages/body.ts';
import type { Delivery, ListedEvent } from '#shared/messages/delivery.ts';
import type { Event } from '#shared/messages/event.ts';
import { pointerTokens } from '#shared/messages/pointer-tokens.ts';
import type { Objects } from '#shared/ports.ts';
import type { Node } from 'jsonc-parser';
import type { ArrayOpener, OpenArray } from './array-opener.ts';

/** An element above this travels as a pointer: SNS takes 256 KiB with the event's own fields around it. */
const ELEMENT_BYTES_MAX = 200 * 1024;

/** The events that a delivery lists, in its order; this step knows pointers but no provider. */
export async function eventsOf(
  delivery: Delivery,
  openArray: ArrayOpener,
  results: Objects,
): Promise<readonly Event[]> {
  const isArray = delivery.events.some(({ pointer }) => pointer !== undefined);
  const elements = isArray ? await openArray(delivery.body) : undefined;
  return Promise.all(
    delivery.events.map(async (listed) => ({
      ...eventOf(delivery, listed),
      ...(listed.pointer !== undefined && elements ? await cut(listed.pointer, elements, delivery, results) : {}),
    })),
  );
}

function eventOf(delivery: Delivery, { id, type, senderEventId }: ListedEvent): Event {
  const { source, provider, receivedAt, headers, contentType, retentionDays, body } = delivery;
  const named = senderEventId === undefined ? {} : { senderEventId };
  return {
    v: 1,
    id,
    ...named,
    type,
    source,
    provider,
    deliveryId: delivery.id,
    receivedAt,
    headers,
    contentType,
    ...(retentionDays !== undefined && { retentionDays }),
    body,
  };
}

/** Cuts the element out of the signed text as it stands there: parsing and printing it again would change numbers. */
async function cut(
  pointer: string,
  { signedBody, text, tree }: OpenArray,
  delivery: Delivery,
  results: Objects,
): Promise<Pick<Event, 'body' | 'element'>> {
  const tokens = pointerTokens(pointer);
  const index = Number(tokens.at(-1));
  const node = nodeAt(tree, tokens);
  if (!node) throw new Error(`The body ${signedBody.key} has nothing at ${pointer}`);
  const bytes = Buffer.from(text.slice(node.offset, node.offset + node.length), 'utf8');
  return { body: await elementBody(bytes, delivery, results), element: { index, pointer, signedBody } };
}

/** Of a name that stands there twice the last one counts, as for JSON.parse, by which ingest read the ids. */
function nodeAt(tree: Node, tokens: readonly string[]): Node | undefined {
  return tokens.reduce<Node | undefined>((node, token) => {
    if (node?.type === 'array') return node.children?.[Number(token)];
    return node?.children?.findLast(({ children }) => children?.[0]?.value === token)?.children?.[1];
  }, tree);
}

async function elementBody(bytes: Buffer, delivery: Delivery, results: Objects): Promise<Body> {
  const inline = inlineBody(bytes);
  if (asciiJson(inline).length <= ELEMENT_BYTES_MAX) return inline;
  return checkInBody(bytes, `${delivery.source}/${delivery.id}`, results, delivery);
}
