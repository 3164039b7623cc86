import { github } from './github/github.ts';
import type { Provider } from './provider.ts';
import { shopify } from './shopify/shopify.ts';
import { slack } from './slack/slack.ts';
import { standardWebhooks } from './standard-webhooks/standard-webhooks.ts';
import { stripe } from './stripe/stripe.ts';

/** The kinds of sender that sources may name. */
export const providers: readonly Provider[] = [github, shopify, slack, standardWebhooks, stripe];
