import type { About } from '../about.ts';

export const about: About = {
  title: 'Telegram',
  documentation: 'https://core.telegram.org/bots/api#setwebhook',
  setUp: [
    'Let the source’s secret be a random text of 1 to 256 characters out of A-Z, a-z, 0-9, _ and -. Others are refused by Telegram.',
    'Call setWebhook of the bot with url={url} and secret_token=<the secret>.',
    'Look with getWebhookInfo whether updates arrive; it tells the last error.',
  ],
  secrets: [{ what: 'The secret_token: 1 to 256 of A-Z, a-z, 0-9, _ and -', madeBy: 'us' }],
  verified: 'Nothing but that the sender knows the secret token, which stands in the header as it is.',
  notCovered: ['The body, the time, everything: who has seen one request can send any.'],
  size: 'Not documented; files are not in it. Beyond 4 MiB it is answered 413.',
  retries: 'Wants a 2xx; else “a reasonable number of times”. update_id stays.',
  traps: [
    'update_id counts per bot: give each bot a source of its own, or their updates pass for each other’s.',
    'After a week without updates the count goes on at random (documentation): it does not start again from one.',
    'The answer is an empty 200, since Telegram would take a body for a call of its API. Reply by the API instead.',
    'A webhook without a secret_token is refused.',
    'To change the token put both into the source, then call setWebhook again.',
    'Types are the field beside update_id, such as message or callback_query.',
  ],
  confidence: 'library',
};
