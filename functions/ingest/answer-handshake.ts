import { RejectedWebhook } from '#shared/errors.ts';
import type { Secret, Source } from '#shared/messages/source.ts';
import type { Log } from '#shared/ports.ts';
import type { Answer } from './answer.ts';
import { contentTypeOf } from './check-request.ts';
import { matchesConditions } from './matches-conditions.ts';
import type { createConfirmSubscription } from './handshakes/confirm-subscription.ts';
import type { createOfferSecret } from './handshakes/offer-secret.ts';
import { answerNeedsKey, renderAnswer } from './handshakes/render-answer.ts';
import type { Handshake, Provider } from './providers/provider.ts';
import { readView } from './read-view.ts';
import { findIn, textOf, type Find, type WebhookRequest } from './webhook-request.ts';

/** A body that anybody could have sent is not read beyond what a handshake has. */
const UNSIGNED_BYTES_MAX = 64 * 1024;

const FORBIDDEN = { status: 403 };

export interface AnswerHandshakePorts {
  readonly offerSecret: ReturnType<typeof createOfferSecret>;
  readonly confirmSubscription: ReturnType<typeof createConfirmSubscription>;
  readonly log: Log;
}

/** A request that may be a handshake. */
export interface Asked {
  readonly request: WebhookRequest;
  readonly provider: Provider;
  readonly source: Source;
  /** Those of the source that count now. */
  readonly secrets: readonly Secret[];
}

/** The answers to requests that carry no event; undefined for ordinary webhooks. */
export function createAnswerHandshake({ offerSecret, confirmSubscription, log }: AnswerHandshakePorts) {
  /** @returns whether it was taken up */
  const takeEffect = async ({ effect }: Handshake, { request, source }: Asked, find: Find): Promise<boolean> => {
    if (!effect) return true;
    const value = textOf(find(effect.from));
    if (value === undefined) throw new RejectedWebhook(400, 'incomplete', `This handshake needs ${effect.from}.`);
    if (effect.kind === 'offer-secret') return offerSecret(request, source, value);
    await confirmSubscription(value, textOf(find('/TopicArn')));
    return true;
  };

  const answer = async (handshake: Handshake, asked: Asked, find: Find, key: string | undefined): Promise<Answer> => {
    const isAllowed = meetsRequirements(handshake, asked, find) && (await takeEffect(handshake, asked, find));
    const values = {
      lookup: (reference) => textOf(find(reference)),
      options: asked.source.options,
      key,
    } satisfies Parameters<typeof renderAnswer>[1];
    const fields = { source: asked.request.sourceName, handshake: handshake.name };
    if (!isAllowed) {
      log.warn('Handshake refused', fields);
      return renderAnswer(handshake.refusal ?? FORBIDDEN, values);
    }
    const answered = renderAnswer(handshake.answer, values);
    log.info('Handshake answered', fields);
    return answered;
  };

  return {
    async unsigned(asked: Asked): Promise<Answer | undefined> {
      const { request, provider, secrets } = asked;
      const candidates = handshakesOf(provider, request.method, false);
      if (candidates.length === 0) return undefined;
      const find = findIn(request, viewForAnybody(candidates, asked));
      const handshake = candidates.find(({ when }) => matchesConditions(when, find, secrets));
      return handshake && answer(handshake, asked, find, undefined);
    },

    /** @param signedWith gives the secret that the request was signed with */
    async signed(asked: Asked, find: Find, signedWith: () => Promise<string | undefined>): Promise<Answer | undefined> {
      const candidates = handshakesOf(asked.provider, asked.request.method, true);
      const handshake = candidates.find(({ when }) => matchesConditions(when, find, asked.secrets));
      if (!handshake) return undefined;
      const key = answerNeedsKey(handshake.answer) ? await signedWith() : undefined;
      return answer(handshake, asked, find, key);
    },
  };
}

const handshakesOf = ({ handshakes = [] }: Provider, method: string, signed: boolean) =>
  handshakes.filter((handshake) => handshake.method === method && handshake.signed === signed);

/** The body, where a handshake has to do with it; whatever cannot be read is none. */
function viewForAnybody(candidates: readonly Handshake[], { request, provider }: Asked): unknown {
  const isNeeded = candidates.some(refersToBody);
  const contentType = contentTypeOf(request.headers, provider);
  if (!isNeeded || contentType === undefined || request.body.length > UNSIGNED_BYTES_MAX) return undefined;
  try {
    return readView(request.body, contentType, provider);
  } catch (error) {
    if (error instanceof RejectedWebhook) return undefined;
    throw error;
  }
}

/** A place in the body stands as a key, as a value, or in the braces of a template. */
const refersToBody = (handshake: Handshake) => /["{:]\//.test(JSON.stringify(handshake));

function meetsRequirements({ requires }: Handshake, { source, secrets }: Asked, find: Find): boolean {
  if (!requires) return true;
  if (!('option' in requires)) return matchesConditions(requires, find, secrets);
  // Names of hosts are the same in any case.
  const origin = textOf(find(requires.includes))?.toLowerCase();
  return (source.options.allowedOrigins ?? []).some((allowed) => allowed.toLowerCase() === origin);
}
