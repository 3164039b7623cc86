import type { About } from '../about.ts';

export const about: About = {
  title: 'Standard Webhooks',
  documentation: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
  setUp: [
    'At the sender, enter {url} as the endpoint.',
    'Put its signing secret, whsec_…, into the source, or its public key, whpk_…, where it signs with Ed25519.',
  ],
  secrets: [
    {
      what: 'The signing secret: whsec_ and base64 of 24 to 64 bytes. Or the public key: whpk_ and base64 of 32 bytes',
      madeBy: 'the sender',
    },
  ],
  verified:
    'webhook-id, webhook-timestamp (within 300 s, both ways) and the whole body: by HMAC-SHA256 (v1) or Ed25519 (v1a).',
  notCovered: ['All other headers.'],
  size: 'Senders are advised to stay below 20 kB. Beyond 4 MiB it is answered 413.',
  retries:
    'Each sender has its own. Advised are time-outs of 15 to 30 s and ten tries in some three days, under the same webhook-id; 410 makes a sender stop, and is never answered.',
  traps: [
    'A secret is base64 behind whsec_. One that is not, or another sender’s whsec_ that is a text (Stripe), is no key here.',
    'Old and new signature stand side by side in one header while a secret is rotated; any that holds suffices.',
    'With both kinds of key in the source, either suffices.',
    'The type is the body’s type; not all senders have one, and then it is `other`.',
  ],
  confidence: 'library',
};
