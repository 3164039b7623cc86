import * as fc from 'fast-check';
import type { WireText } from './hostile-request.ts';
import { fieldText, onTheWire } from './wire-texts.ts';

type Fields = Readonly<Record<string, WireText>>;

/** What a sender sends or signs beside the body, mostly as it should be. */
export function senderFields(source: string): fc.Arbitrary<Fields> {
  if (source === 'github') {
    return fc.record({ 'x-github-event': mostly('push'), 'x-github-delivery': mostly('delivery') });
  }
  if (source === 'shopify') {
    return fc.record({ 'x-shopify-topic': mostly('refunds/create'), 'x-shopify-webhook-id': mostly('webhook') });
  }
  // Without an id nobody could sign.
  if (source === 'standard-webhooks') return fc.record({ 'webhook-id': mostly('msg_1').map((id) => id || 'msg_2') });
  return fc.constant({});
}

const mostly = (usual: string) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(usual) },
    { weight: 3, arbitrary: fc.uuid() },
    { weight: 1, arbitrary: fieldText.map((text) => text.trim()) },
    { weight: 1, arbitrary: fc.constantFrom('', 'x'.repeat(257), '__proto__', '../..', '💥').map(onTheWire) },
  );
