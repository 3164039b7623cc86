import type { About } from '../about.ts';

export const about: About = {
  title: 'Zendesk',
  documentation: 'https://developer.zendesk.com/documentation/webhooks/verifying/',
  setUp: [
    'In the Admin Center open Apps and integrations, Webhooks, and create one: for Zendesk events, or for a trigger or automation.',
    'Enter {url}, the method POST and, for triggers, the format JSON. Save it.',
    'Open it again, press Reveal secret, and copy the signing secret as the secret.',
    'For a trigger: add the action Notify active webhook, and write JSON with a `type` of your own.',
  ],
  secrets: [{ what: 'The signing secret of the webhook.', madeBy: 'the sender' }],
  options: { toleranceSeconds: { isRequired: false, what: '300 s if left out; Zendesk documents none.' } },
  verified: 'The whole body and the time of signing, by HMAC with SHA-256; no more than 300 s old.',
  notCovered: [
    'the headers other than the timestamp: the ids of the account, the webhook and the invocation are not signed. An invocation’s id counts only together with the whole body.',
  ],
  size: 'Not documented.',
  retries:
    'Without a 2xx within 10 s (third party; some texts say 12) up to 3 times. After 70 % errors, or 1000 in 5 minutes, it stops for a while (third party).',
  traps: [
    'A test before the webhook is saved is signed with a secret that everybody knows (third party), and refused here: save first, then test.',
    'Triggers send what you write: without a `type` their events are of the type other. Those with GET, PUT, PATCH or DELETE are refused.',
    'An `id` in a trigger’s JSON does not name the event, it may be the ticket’s; the invocation does.',
    'A reset secret holds at once, without overlap: what is on its way is refused, unless both are secrets of the source for a while.',
  ],
  confidence: 'third party',
};
