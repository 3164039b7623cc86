import type { About } from '../about.ts';

export const about: About = {
  title: 'Sentry',
  documentation: 'https://docs.sentry.io/organization/integrations/integration-platform/webhooks/',
  setUp: [
    'In Settings › Developer Settings, create an internal or public integration with the webhook URL {url}.',
    'Give it the permissions its resources need, turn on the webhooks for issues, errors or comments, and alert rule actions if alerts are to post here.',
    'Put its client secret into the source.',
  ],
  secrets: [{ what: 'The integration’s client secret', madeBy: 'the sender' }],
  verified: 'The whole body, by HMAC-SHA256.',
  notCovered: [
    'Sentry-Hook-Resource, Request-ID and Sentry-Hook-Timestamp: so the body and the type join the delivery’s id, and no age is checked.',
  ],
  size: 'Not documented. Beyond 4 MiB it is answered 413.',
  retries:
    'Wants a 2xx within 1 s (not confirmed), which a cold start may miss. Nothing says that it tries again; service hooks do not (third party).',
  traps: [
    'The documentation’s example hashes the body parsed and written anew, which fails for some; here the bytes are hashed.',
    'Whether a repeated webhook keeps its Request-ID is not documented: one with a new id is a new event.',
    'Forms of alert rules and issue links ask the integration by GET and want an answer: give them another URL.',
    'The older webhooks plugin and service hooks sign otherwise or not at all, and are refused.',
    'Types are the resource and the action, such as issue.created or event_alert.triggered.',
  ],
  confidence: 'documentation',
};
