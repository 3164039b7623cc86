import type { ProviderMovements } from './movement-description.ts';
import { shopify } from './shopify.ts';
import { stripe } from './stripe.ts';

/** Every provider whose money is counted. Another one is one more file beside these, and one more line here. */
export const providerMovements: readonly ProviderMovements[] = [stripe, shopify];
