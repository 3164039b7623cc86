import type { About } from '../about.ts';

export const about: About = {
  title: 'Microsoft Graph change notifications',
  documentation: 'https://learn.microsoft.com/en-us/graph/change-notifications-delivery-webhooks',
  setUp: [
    'Let a secret be generated: it becomes the clientState, which should stay below 128 characters.',
    'POST https://graph.microsoft.com/v1.0/subscriptions with {url} as the notificationUrl, and as the lifecycleNotificationUrl where one is wanted, with the clientState, the resource, the changeType and an expirationDateTime.',
    'Graph asks for the URL while that call runs, and the answer is made here by itself.',
    'Renew each subscription before it expires, which each kind of resource does after a time of its own.',
  ],
  secrets: [{ what: 'The clientState given with every subscription of this source.', madeBy: 'us' }],
  verified:
    'Nothing is signed. The clientState of every notification in the body must be one of the secrets, and there must be a notification.',
  notCovered: [
    'the body: whoever knows the clientState can write any notification, so fetch the resource before acting on it',
    'the tokens of rich notifications (validationTokens), which are not checked, and encryptedContent, which is not decrypted',
    'the request that asks for the URL: it proves nothing, and has no effect',
    'when it was sent',
  ],
  size: 'Not documented; several notifications in one post. Beyond 2 MiB it is answered 413: their clientState is read before anybody has vouched for them.',
  retries:
    'Without a 2xx for up to 4 hours. An endpoint that answers more than a tenth after 3 s is throttled, and may lose notifications.',
  traps: [
    'A subscription without a clientState cannot be told from a forgery: all of its notifications are refused.',
    'Each notification becomes an event. One without an id or an ETag, as those of drives, is new each time it comes: a retry makes a second event.',
    'The clientState is part of what is kept and of what workers see.',
    'Lifecycle notifications have the types missed, subscriptionRemoved and reauthorizationRequired; the others created, updated and deleted.',
    'To change the clientState, add the new one as a second secret, renew the subscriptions, then retire the old one.',
  ],
  confidence: 'documentation',
};
