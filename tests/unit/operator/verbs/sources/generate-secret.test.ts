import { randomBytes } from 'node:crypto';
import { about as lemonsqueezyAbout } from '../../../../../functions/ingest/providers/lemonsqueezy/about.ts';
import { lemonsqueezy } from '../../../../../functions/ingest/providers/lemonsqueezy/lemonsqueezy.ts';
import { about as stripeAbout } from '../../../../../functions/ingest/providers/stripe/about.ts';
import { stripe } from '../../../../../functions/ingest/providers/stripe/stripe.ts';
import { about as telegramAbout } from '../../../../../functions/ingest/providers/telegram/about.ts';
import { telegram } from '../../../../../functions/ingest/providers/telegram/telegram.ts';
import { generateSecret } from '../../../../../operator/verbs/sources/generate-secret.ts';

test('a secret of ours is of letters that every form takes', () => {
  expect(generateSecret(telegram, telegramAbout, undefined, { randomBytes })).toMatch(/^[\w-]{43}$/);
});

test('a secret of ours is no longer than the sender’s form takes', () => {
  expect(generateSecret(lemonsqueezy, lemonsqueezyAbout, undefined, { randomBytes })).toMatch(/^[\w-]{40}$/);
});

test('a secret that the sender makes up is not made up here', () => {
  expect(() => generateSecret(stripe, stripeAbout, undefined, { randomBytes })).toThrow('makes up the secret itself');
});
