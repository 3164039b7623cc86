import { RejectedWebhook } from '#shared/errors.ts';
import type { Answer } from './answer.ts';
import type { Provider, Reference } from './providers/provider.ts';
import type { Lookup } from './webhook-request.ts';

/** The answer to a request that carries no event, or undefined when this is an ordinary webhook. */
export function answerHandshake({ handshakes = [] }: Provider, lookup: Lookup): Answer | undefined {
  const handshake = handshakes.find(({ when }) =>
    Object.entries(when).every(([reference, value]) => isReference(reference) && lookup(reference) === value),
  );
  if (!handshake) return undefined;
  const { status, contentType, json } = handshake.answer;
  const values = Object.entries(json).map(([name, reference]) => {
    const value = lookup(reference);
    if (value === undefined) throw new RejectedWebhook(400, 'incomplete', `This handshake needs ${reference}.`);
    return [name, value];
  });
  return {
    status,
    // What a sender chose is sent back: no browser may take it for a page.
    headers: { 'content-type': contentType, 'x-content-type-options': 'nosniff' },
    body: JSON.stringify(Object.fromEntries(values)),
  };
}

const isReference = (text: string): text is Reference => /^(?:header:|\/)/.test(text);
