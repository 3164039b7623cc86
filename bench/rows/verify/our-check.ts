// What ingest does with a webhook between the request and the envelope, as accept-webhook.ts has it, without its ports.
import { checkRequest } from '../../../functions/ingest/check-request.ts';
import { identifyDelivery } from '../../../functions/ingest/identify-delivery.ts';
import type { Provider } from '../../../functions/ingest/providers/provider.ts';
import { checkRequired, mayBeAnything, readView } from '../../../functions/ingest/read-view.ts';
import type { VerifyContext } from '../../../functions/ingest/signature/signature-verdict.ts';
import { verifySignature } from '../../../functions/ingest/signature/verify-signature.ts';
import type { WebhookRequest } from '../../../functions/ingest/webhook-request.ts';
import type { Ids } from '../../../shared/ports.ts';

export interface OurCheck {
  readonly provider: Provider;
  readonly secret: string;
  readonly now: Date;
}

/** Every provider here names its webhooks. */
const ids: Ids = { unique: neverAsked, traceparent: neverAsked };

export function createOurCheck({ provider, secret, now }: OurCheck) {
  const context: VerifyContext = {
    secrets: [{ value: secret }],
    options: {},
    now,
    certificates: { find: async () => neverAsked() },
  };

  /** The signature and the JSON: what the budget speaks of. */
  const checkAndParse = async (request: WebhookRequest) => {
    const contentType = checkRequest(request, provider);
    const verdict = await verifySignature(provider, request, context);
    if (!verdict.valid) throw new Error(`A genuine webhook was refused: ${verdict.reason}`);
    return { contentType, view: readView(request.body, contentType, provider, mayBeAnything(provider, request)) };
  };

  /** That, and what the delivery and its events are called, of what type they are. */
  const identify = async (request: WebhookRequest) => {
    const { contentType, view } = await checkAndParse(request);
    const lookup = checkRequired(provider, request, view);
    const { sourceName, body } = request;
    return identifyDelivery({ sourceName, provider, body, contentType, view, lookup }, ids);
  };

  return { checkAndParse, identify };
}

function neverAsked(): never {
  throw new Error('Nothing in this webhook asks for that.');
}
