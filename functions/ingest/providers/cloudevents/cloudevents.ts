import type { Provider } from '../provider.ts';

/**
 * https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md, in the three modes of
 * https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/http-protocol-binding.md.
 */
export const cloudevents: Provider = {
  name: 'cloudevents',
  // Nothing is signed: whoever has the token may post, and says what it likes.
  schemes: [
    { from: 'header:authorization', prefix: 'Bearer ', algorithm: 'token', key: 'text', signed: '' },
    { from: 'query:access_token', algorithm: 'token', key: 'text', signed: '' },
  ],
  // Binary mode has the event's own content type, and all about it in headers.
  contentTypes: [
    'application/cloudevents+json',
    'application/cloudevents-batch+json',
    'application/json',
    'application/xml',
    'text/xml',
    // An event in binary mode that is about nothing.
    'none',
  ],
  anyBody: 'header:ce-id',
  required: [],
  // Source and id together name an event; a batch has no name, but its events have theirs, however they are grouped.
  identity: {
    kind: 'signed',
    id: [
      ['header:ce-id', 'header:ce-source'],
      ['/id', '/source'],
      ['body:sha256', '/0/id', '/0/source'],
    ],
  },
  type: [['header:ce-type'], ['/type']],
  // In binary mode an array is what the one event is about.
  events: [{ at: '/*', unless: 'header:ce-id', id: [['/id', '/source']], type: [['/type']] }],
  orSingle: true,
  headers: ['ce-id', 'ce-source', 'ce-type', 'ce-specversion', 'ce-time', 'ce-subject', 'ce-dataschema'],
  handshakes: [
    {
      name: 'permission to post',
      method: 'OPTIONS',
      signed: false,
      when: { 'header:webhook-request-origin': { is: 'present' } },
      requires: { option: 'allowedOrigins', includes: 'header:webhook-request-origin' },
      answer: {
        status: 200,
        headers: {
          'webhook-allowed-origin': '{header:webhook-request-origin}',
          'webhook-allowed-rate': '{option:allowedRate}',
          allow: 'POST',
        },
      },
      // That no origin is allowed is what refuses.
      refusal: { status: 405, headers: { allow: 'POST' } },
    },
  ],
  resends: true,
};
