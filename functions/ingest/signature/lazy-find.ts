import { RejectedWebhook } from '#shared/errors.ts';
import { BODY_BYTES_MAX, contentTypeOf } from '../check-request.ts';
import type { Provider } from '../providers/provider.ts';
import { readView } from '../read-view.ts';
import { findIn, type Find, type WebhookRequest } from '../webhook-request.ts';

export interface LazyFind {
  readonly find: Find;
  readonly view: () => unknown;
  /** Whether the body was asked for and is nothing to look anything up in. */
  readonly isUnreadable: () => boolean;
}

/** Looks into a body that nobody has vouched for yet: once, only for a place in it, and never further than its limits allow. */
export function lazyFind(request: WebhookRequest, provider: Provider): LazyFind {
  const findOutside = findIn(request);
  let inside: { readonly view: unknown; readonly find: Find } | undefined;
  const read = () => {
    if (inside) return inside;
    const view = viewOf(request, provider);
    inside = { view, find: findIn(request, view) };
    return inside;
  };
  return {
    find: (reference) => (reference.startsWith('/') ? read().find(reference) : findOutside(reference)),
    view: () => read().view,
    isUnreadable: () => inside !== undefined && inside.view === undefined,
  };
}

function viewOf({ headers, body }: WebhookRequest, provider: Provider): unknown {
  const contentType = contentTypeOf(headers, provider);
  if (contentType === undefined || body.length > BODY_BYTES_MAX) return undefined;
  try {
    return readView(body, contentType, provider);
  } catch (error) {
    // The verdict says so: nothing in a body that cannot be read is a signature.
    if (error instanceof RejectedWebhook) return undefined;
    throw error;
  }
}
