import type { About } from '../about.ts';

export const about: About = {
  title: 'Asana',
  documentation: 'https://developers.asana.com/docs/webhooks-guide',
  setUp: [
    'Asana makes up the secret while it creates the webhook. Add the source with `sources add <name> --provider asana --await-secret 10m` and without a secret: it shows a URL with a word of its own, `?offer=…`, for this one offer.',
    'Within that time create the webhook by POST /webhooks of Asana’s API, with the resource and {url} as its target, the word included. Asana offers the secret, and the offer is kept.',
    'Take it with `sources confirm <name>`, which shows the beginning of its SHA-256: compare that of X-Hook-Secret in Asana’s answer. Until then its events are answered 401, and Asana sends them again.',
  ],
  secrets: [
    { what: 'X-Hook-Secret of the handshake, which `sources confirm` takes; one per webhook', madeBy: 'the sender' },
  ],
  verified: 'The whole body, by HMAC-SHA256.',
  notCovered: [
    'The time: there is none, so a genuine webhook may be replayed. Its events are known by what they say.',
    'The handshake: who knows the word in the URL may offer a secret while the source waits for one (in a source that was written by hand without `offerSha256`, anybody). None counts until it is confirmed.',
  ],
  size: 'Not documented. Beyond 4 MiB it is answered 413.',
  retries:
    'Wants a 200 or 204 within 10 s; else again for up to 24 h. Asana promises at most one delivery: what must not be missed is to be polled besides.',
  traps: [
    'Every webhook has its own secret. Several may share a source, which then holds them all.',
    'The word stays in the URL that Asana posts to, and means nothing any more once the offer is confirmed.',
    'Two offers waiting for a confirmation mean that somebody else has made one, or that you have created two webhooks: retire what you do not know.',
    'About every 8 h (not confirmed) comes a signed heartbeat without events. It is answered 200 and is no event.',
    'One request holds many events. Each is published by itself; Asana gives them no id, so they are named by resource, action, time, user, and what was changed.',
    'Types are the resource and the action, such as task.changed.',
  ],
  confidence: 'documentation',
};
