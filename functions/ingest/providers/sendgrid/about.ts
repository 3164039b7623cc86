import type { About } from '../about.ts';

export const about: About = {
  title: 'SendGrid',
  documentation: 'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event',
  setUp: [
    'In SendGrid, open Settings › Mail Settings › Event Webhooks and create one with the post URL {url}.',
    'Choose the events, enable the signed event webhook, and save.',
    'Copy the verification key, which begins with MFkw, into the source.',
  ],
  secrets: [
    {
      what: 'The webhook’s verification key: a public key, base64 without the lines of a PEM file',
      madeBy: 'the sender',
      isPublic: true,
    },
  ],
  options: {
    toleranceSeconds: { isRequired: false, what: 'How old a batch may be. Left out, its age is not checked.' },
  },
  verified: 'The time and the whole body, by ECDSA (P-256, SHA-256).',
  notCovered: [
    'The age: SendGrid documents no tolerance, so a batch may be replayed. Its events are known by their sg_event_id.',
  ],
  size: 'Batches of up to 768 kB (not confirmed).',
  retries: 'Wants a 2xx; else again for up to 24 h (not confirmed), signed anew and perhaps grouped differently.',
  traps: [
    'One request holds many events. Each is published by itself, under its sg_event_id, with its event as the type.',
    'The body ends in CRLF, which is signed.',
    'A new key takes effect at once: put it beside the old one in the source before the old one goes.',
    'The older webhook with OAuth alone, or without the signature, is refused.',
  ],
  confidence: 'library',
};
