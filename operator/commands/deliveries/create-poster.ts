import { Agent, request, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import * as v from 'valibot';
import { DELIVERY_ID_HEADER } from '../../../functions/ingest/answer-accepted.ts';
import type { SignedWebhook } from '../../../functions/ingest/providers/sign-sample.ts';
import type { Answer } from './sent-webhook.ts';

/** API Gateway answers after 30 s at the latest. */
const ANSWER_SECONDS_MAX = 35;

const answerSchema = v.object({
  deliveryId: v.optional(v.string()),
  error: v.optional(v.string()),
  message: v.optional(v.string()),
});

export type Post = (sourceName: string, webhook: SignedWebhook, signal: AbortSignal) => Promise<Answer>;

/** Posts webhooks over connections that stay open, as a busy sender does. Never throws: no answer is an answer too. */
export function createPoster(webhooksUrl: string, now: () => number): Post {
  const agent = new Agent({ keepAlive: true });
  return async (sourceName, { headers, body }, signal) => {
    const startedAtMs = now();
    const ms = () => now() - startedAtMs;
    try {
      const limit = AbortSignal.timeout(ANSWER_SECONDS_MAX * 1000);
      const outgoing = request(urlOf(webhooksUrl, sourceName), {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': body.length },
        signal: AbortSignal.any([signal, limit]),
      });
      const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
      outgoing.once('response', resolve).once('error', reject).end(body);
      const response = await promise;
      const text = (await buffer(response)).toString('utf8');
      const { [DELIVERY_ID_HEADER]: deliveryId } = response.headers;
      const named = typeof deliveryId === 'string' ? { deliveryId } : readAnswer(text);
      return { status: response.statusCode ?? 0, ms: ms(), ...named };
    } catch (error) {
      return { ms: ms(), message: `No answer: ${error instanceof Error ? error.message : String(error)}` };
    }
  };
}

/** endpoints.json names the front's root. */
/** Where a source's webhooks are posted. */
export const urlOf = (webhooksUrl: string, sourceName: string) =>
  new URL(`/webhooks/${encodeURIComponent(sourceName)}`, webhooksUrl);

function readAnswer(text: string): Omit<Answer, 'status' | 'ms'> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), answerSchema), text);
  if (!parsed.success) return text === '' ? {} : { message: text.slice(0, 200) };
  const { deliveryId, error: reason, message } = parsed.output;
  return {
    ...(deliveryId !== undefined && { deliveryId }),
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
  };
}
