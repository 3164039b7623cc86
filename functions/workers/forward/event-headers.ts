import type { Event } from '#shared/messages/event.ts';

/** What may stand in a header of HTTP: visible ASCII, blanks and tabs. */
const IS_HEADER_VALUE = /^[\t\x20-\x7e]+$/;
const IS_TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * The event as a CloudEvent in binary mode: its attributes as headers, its bytes as the body, untouched.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#31-binary-content-mode
 */
export function eventHeaders(event: Event, traceparent: string): Readonly<Record<string, string>> {
  const { contentType } = event;
  return {
    // A sender's content type is its own text: what no header can hold must not keep its event from being delivered.
    'content-type': IS_HEADER_VALUE.test(contentType) ? contentType : 'application/octet-stream',
    'user-agent': 'webhook-pipeline',
    'ce-specversion': '1.0',
    'ce-id': encode(event.id),
    'ce-source': encode(event.source),
    'ce-type': encode(event.type),
    'ce-time': event.receivedAt,
    ...(IS_TRACEPARENT.test(traceparent) && { traceparent }),
  };
}

/** As the binding says: all but visible ASCII, and also `"` and `%`, is written in percent. Half a character becomes U+FFFD. */
const encode = (text: string) =>
  text
    .toWellFormed()
    .replaceAll(/[^\x21-\x7e]|["%]/gu, (character) =>
      [...Buffer.from(character, 'utf8')]
        .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
        .join(''),
    );
