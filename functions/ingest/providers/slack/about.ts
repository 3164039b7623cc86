import type { About } from '../about.ts';

export const about: About = {
  title: 'Slack',
  documentation: 'https://docs.slack.dev/authentication/verifying-requests-from-slack',
  setUp: [
    'Put the app’s signing secret (Basic Information › App Credentials) into the source first: Slack tests the URL while you enter it.',
    'Enter {url} under Event Subscriptions, Interactivity & Shortcuts and Slash Commands, wherever you use them.',
    'Choose the events, save, and install the app again.',
  ],
  secrets: [{ what: 'The app’s signing secret; not its client secret or verification token', madeBy: 'the sender' }],
  verified: 'The time (within 300 s, both ways) and the whole body, by HMAC-SHA256.',
  notCovered: [
    'X-Slack-Retry-Num and X-Slack-Retry-Reason.',
    'ssl_check, which is answered without a look at the signature, and does nothing.',
  ],
  size: 'Not documented. Beyond 4 MiB it is answered 413.',
  retries:
    'Wants a 200 within 3 s. Events come again three times: at once, after 1 min and after 5 min (not confirmed). Commands and interactions do not: their user sees an error.',
  traps: [
    'Slack’s own libraries read a body that API Gateway handed on as base64 wrongly; here its bytes are decoded first.',
    'url_verification is answered with its challenge, once its signature holds.',
    'Commands, interactions and submitted views get an empty 200: the dialogue closes, and answers go to response_url or the Web API afterwards.',
    'Menus that load their options (block_suggestion) get an empty list, since nothing here can look them up in time: give them a URL of their own.',
    'trigger_id is good for 3 s, which a worker behind queues will mostly miss.',
    'The signing secret has no overlap when it is made anew: put both into the source.',
  ],
  confidence: 'library',
};
