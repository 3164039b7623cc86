import type { About } from '../about.ts';

export const about: About = {
  title: 'Box',
  documentation: 'https://developer.box.com/guides/webhooks/v2/',
  setUp: [
    'In the developer console, open the app’s Webhooks tab and generate the primary and the secondary key under Manage signature keys.',
    'Put both into the source, one with the use `primary` and one with the use `secondary`.',
    'Create a V2 webhook for a file or folder with the address {url}, in the console or by the API.',
  ],
  secrets: [
    { use: 'primary', what: 'The app’s primary signature key', madeBy: 'the sender' },
    { use: 'secondary', what: 'The app’s secondary signature key', madeBy: 'the sender' },
  ],
  verified:
    'The whole body and BOX-DELIVERY-TIMESTAMP (within 600 s, both ways), by HMAC-SHA256. One key that holds suffices.',
  notCovered: ['BOX-DELIVERY-ID.'],
  size: 'Not documented. Beyond 4 MiB it is answered 413.',
  retries:
    'Wants a 2xx within 30 s; else up to 12 more times over 2 hours, signed anew. Box reserves the right to change that.',
  traps: [
    'BOX-DELIVERY-ID is another one on each retry. The id in the body stays, and it names the delivery.',
    'Each key is for its own header: in the wrong one of both uses a key verifies nothing.',
    'To change keys, make the secondary anew, put it into the source, then the primary.',
    'Without signature keys nothing proves a webhook, and it is refused.',
    'V1 webhooks are not signed and not taken.',
  ],
  confidence: 'library',
};
