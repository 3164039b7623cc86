import { signWebhook } from '../signature/sign-webhook.ts';
import { fillSample } from './fill-sample.ts';
import type { FreshValues } from './fresh-values.ts';
import type { Provider } from './provider.ts';
import type { Sample } from './read-samples.ts';

/** A webhook ready to be posted. */
export interface SignedWebhook {
  /** All of them, the signature among them; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * The sample as this sender would post it now.
 * @param body exact bytes to sign and send in place of the sample's own
 */
export function signSample(
  provider: Provider,
  secret: string,
  sample: Sample,
  fresh: FreshValues,
  body?: Buffer,
): SignedWebhook {
  const filled = fillSample(sample, fresh);
  const webhook = { headers: filled.headers, body: body ?? filled.body };
  return { headers: { ...webhook.headers, ...signWebhook(provider, secret, webhook, fresh.now) }, body: webhook.body };
}
