import type { SignedWebhook } from '../signature/sign-by-scheme.ts';
import { signWebhook } from '../signature/sign-webhook.ts';
import { fillSample } from './fill-sample.ts';
import type { FreshValues } from './fresh-values.ts';
import type { Provider } from './provider.ts';
import type { Sample } from './read-samples.ts';

export type { SignedWebhook };

/** The sample as this sender would post it now. */
export function signSample(
  provider: Provider,
  secret: string,
  sample: Sample,
  fresh: FreshValues,
  instead: {
    /** Exact bytes to sign and send in place of the sample's own. */
    readonly body?: Buffer | undefined;
    /** For senders that sign the URL: as it was entered there. */
    readonly url?: string;
  } = {},
): SignedWebhook {
  const { headers, body } = fillSample(sample, fresh);
  const url = instead.url === undefined ? {} : { url: instead.url };
  return signWebhook(provider, secret, { headers, body: instead.body ?? body, ...url }, fresh.now);
}
