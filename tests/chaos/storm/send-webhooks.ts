import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '#shared/ports.ts';
import type { MixedWebhook } from '../../support/mixed-webhooks.ts';
import { post, type PostedAnswer } from '../../support/post-webhook.ts';
import { ChaosFailed } from './chaos-failed.ts';
import type { WebhookSource } from './webhook-source.ts';

const AT_ONCE = 16;
/** Senders that do so after a 2xx: their own answer was lost, or somebody pressed "Redeliver". */
const AGAIN_SHARE = 0.1;
/** Real senders wait for minutes; these give a pipeline that is starting room to start. */
const AGAIN_AFTER_MS_MAX = 200;

export interface Accepted {
  readonly mixed: MixedWebhook;
  /** When, and whether more than once. */
  readonly acceptedAt: readonly string[];
}

export interface SendPorts {
  readonly random: Random;
  /** Where to; asked before every post, and answered once there is somebody to post to. */
  readonly webhooksUrl: () => Promise<string>;
  readonly onPosted: (answer: PostedAnswer | 'broken') => void;
  /** Told once for each webhook. */
  readonly onAccepted: () => void;
  readonly signal: AbortSignal;
}

/** Posts each until it is accepted, some of them once more, and answers with the accepted ones by their event's id. */
export async function sendWebhooks(source: WebhookSource, ports: SendPorts): Promise<ReadonlyMap<string, Accepted>> {
  const { random, signal } = ports;
  const accepted = new Map<string, Accepted>();

  const send = async (mixed: MixedWebhook) => {
    const deliveryId = await postUntilAccepted(mixed, ports);
    if (deliveryId === undefined) return;
    const before = accepted.get(deliveryId);
    accepted.set(deliveryId, { mixed, acceptedAt: [...(before?.acceptedAt ?? []), new Date().toISOString()] });
    if (before === undefined) ports.onAccepted();
  };

  const lane = async () => {
    for (let mixed = source.next(); mixed !== undefined && !signal.aborted; mixed = source.next()) {
      await send(mixed);
      if (random.fraction() < AGAIN_SHARE) await send(mixed);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return accepted;
}

async function postUntilAccepted(
  { webhook }: MixedWebhook,
  { random, webhooksUrl, onPosted, signal }: SendPorts,
): Promise<string | undefined> {
  while (!signal.aborted) {
    // A connection that breaks is what a sender sees of a kill -9.
    const answer = await post(await webhooksUrl(), webhook).catch(() => 'broken' as const);
    onPosted(answer);
    if (answer !== 'broken' && answer.deliveryId !== undefined) return answer.deliveryId;
    if (answer !== 'broken' && answer.status < 500 && answer.status !== 429) {
      throw new ChaosFailed(`A webhook of ${webhook.source} was refused with ${answer.status}: ${answer.text}`);
    }
    await sleep(random.fraction() * AGAIN_AFTER_MS_MAX);
  }
  return undefined;
}
