import type { About } from '../about.ts';

export const about: About = {
  title: 'Discord',
  documentation: 'https://docs.discord.com/developers/interactions/overview',
  setUp: [
    'In the developer portal, open the application and copy its public key into the source first: Discord tries the URL as it is saved.',
    'For interactions, enter {url} as the interactions endpoint URL under General Information.',
    'For webhook events, enter {url} as the endpoint under Webhooks, switch events on and choose them.',
    'Save. Discord sends a PING, and some with a wrong signature, which must be refused.',
  ],
  secrets: [{ what: 'The application’s public key, 64 hex digits', madeBy: 'the sender', isPublic: true }],
  options: {
    toleranceSeconds: { isRequired: false, what: 'How old a request may be. Left out, its age is not checked.' },
  },
  verified: 'The time and the whole body, by Ed25519.',
  notCovered: ['The age: Discord documents no tolerance. A replay is known by the interaction’s id, or by its body.'],
  size: 'Not documented. Ingest takes up to 4 MiB.',
  retries:
    'It waits 3 s. Webhook events come again with growing pauses for up to 10 min; interactions do not come again.',
  traps: [
    'Interactions are answered at once: commands and forms as deferred, components as deferred updates, autocompletion with no choices. A worker answers for good through the API, within 15 min (not confirmed), with the token in the body.',
    'That token lets whoever reads the event answer in the application’s name.',
    'The type of an interaction is its number: 2 command, 3 component, 4 autocompletion, 5 form.',
    'Webhook events have no id: two with the same bytes are one.',
  ],
  confidence: 'library',
};
