import type { About } from '../about.ts';

export const about: About = {
  title: 'CloudEvents over HTTP',
  documentation: 'https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md',
  setUp: [
    'Add the sender’s origin, such as eventgrid.azure.net, to `allowedOrigins` of the source if it asks for permission with OPTIONS.',
    'Enter {url} at the sender, and let it send the source’s secret as `Authorization: Bearer <secret>`.',
    'Only if it cannot send headers, enter {url}?access_token=<secret>: URLs end up in logs.',
  ],
  secrets: [{ what: 'The token, a long random text', madeBy: 'us' }],
  options: {
    allowedOrigins: {
      isRequired: false,
      what: 'The origins that are told they may post here. Left out, none is, and senders that ask do not send.',
    },
    allowedRate: {
      isRequired: false,
      what: 'How many requests per minute they are told to send at most. Left out: any.',
    },
  },
  verified: 'Nothing but that the sender knows the token. CloudEvents defines no signature.',
  notCovered: [
    'The body, the headers, the time, everything: who has seen one request can send any.',
    'The handshake: an origin is only claimed. It has no effect beyond its answer.',
  ],
  size: 'No limit is defined; consumers should take 64 KB. Beyond 4 MiB it is answered 413.',
  retries: 'Each sender has its own. 2xx is taken; 410, which would end the subscription, is never answered.',
  traps: [
    'Structured, batched and binary mode are taken. Of binary mode any JSON, XML, which is not read, and no content at all; other content is answered 415.',
    'An event is named by source and id together. Sent alone and in a batch it would count as two.',
    'A permission that is granted later, by WebHook-Request-Callback, is not: the answer is there at once.',
    'A type or source with characters beyond letters, digits and . _ : / - arrives as `other`.',
    'A bearer token that changes, such as a JWT of an identity provider, is not understood: the token is compared as it is.',
  ],
  confidence: 'documentation',
};
