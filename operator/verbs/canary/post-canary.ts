import * as v from 'valibot';
import { DELIVERY_ID_HEADER } from '../../../functions/ingest/answer-accepted.ts';
import type { SignedWebhook } from '../../../functions/ingest/signature/sign-by-scheme.ts';

/** What ingest, or whoever stands in front of it, answered. */
export interface CanaryAnswer {
  readonly status: number;
  readonly deliveryId?: string;
  /** In our own words where ingest has some: `unknown-source`. */
  readonly reason?: string;
}

/** @throws when nobody answers */
export type PostCanary = (url: string, webhook: SignedWebhook, signal: AbortSignal) => Promise<CanaryAnswer>;

/** API Gateway answers after 30 s at the latest. */
const ANSWER_MS_MAX = 35_000;

const answerSchema = v.object({ deliveryId: v.optional(v.string()), error: v.optional(v.string()) });

/** As any sender would, over the internet where the stage is there. Follows no redirect: what is signed is for this URL alone. */
export const postCanary: PostCanary = async (url, { headers, body }, signal) => {
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: new Uint8Array(body),
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS_MAX)]),
  });
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), answerSchema), await response.text());
  const said = parsed.success ? parsed.output : {};
  const deliveryId = response.headers.get(DELIVERY_ID_HEADER) ?? said.deliveryId;
  return {
    status: response.status,
    ...(deliveryId !== undefined && { deliveryId }),
    ...(said.error !== undefined && { reason: said.error }),
  };
};
