import type { About } from '../about.ts';

export const about: About = {
  title: 'Pusher Channels',
  documentation: 'https://pusher.com/docs/channels/server_api/webhooks/',
  setUp: [
    'In the dashboard open the app, then Webhooks, and add one with the URL {url} and the kind of event.',
    'Under App Keys copy the secret of the app’s oldest active token into the source.',
  ],
  secrets: [{ what: 'The secret of the token that X-Pusher-Key names', madeBy: 'the sender' }],
  verified: 'The whole body, by HMAC-SHA256.',
  notCovered: [
    'X-Pusher-Key. It is kept, but any secret of the source may be the one that holds.',
    'The age: time_ms is signed with the body but is not checked, so a genuine webhook may be replayed. It is known by its bytes.',
  ],
  size: 'Not documented. Beyond 4 MiB it is answered 413.',
  retries: 'Wants a 2xx within 4 s; else again for 5 minutes at growing distances: a longer outage loses events.',
  traps: [
    'An app may have several tokens. Pusher signs with the oldest active one: when you change tokens, put the new secret into the source before you delete the old token.',
    'Neither a webhook nor its events have ids. The delivery is known by its bytes, an event by its delivery and its place; that a retry repeats the bytes is not confirmed.',
    'With batch webhooks one request holds many events. Each is published by itself.',
    'Types are the events’ names, such as channel_occupied. What a client called its own event stands in event of a client_event.',
    'Webhooks of Pusher Beams are signed in another way, and are another sender.',
  ],
  confidence: 'documentation',
};
