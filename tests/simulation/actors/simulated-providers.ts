import { github } from '../../../functions/ingest/providers/github/github.ts';
import type { Provider } from '../../../functions/ingest/providers/provider.ts';
import { shopify } from '../../../functions/ingest/providers/shopify/shopify.ts';
import { slack } from '../../../functions/ingest/providers/slack/slack.ts';
import { standardWebhooks } from '../../../functions/ingest/providers/standard-webhooks/standard-webhooks.ts';
import { stripe } from '../../../functions/ingest/providers/stripe/stripe.ts';
import { madeUpArrayProvider, madeUpProvider } from '../../support/made-up-provider.ts';

/** Changes a counter in its body whenever it posts again, under an id that it does not sign. */
export const counting: Provider = madeUpProvider({
  name: 'counting',
  identity: { kind: 'header', id: [['header:x-id']], volatile: ['/attempt'] },
});

/** Posts arrays, and groups their elements anew when it posts again. */
export const grouping: Provider = { ...madeUpArrayProvider(), name: 'grouping' };

/** Those whose webhooks the senders of this world write. */
export const simulatedProviders: readonly Provider[] = [
  github,
  shopify,
  slack,
  standardWebhooks,
  stripe,
  counting,
  grouping,
];
