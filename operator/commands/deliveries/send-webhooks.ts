import { setTimeout as wait } from 'node:timers/promises';
import { freshValues } from '../../../functions/ingest/providers/fresh-values.ts';
import { signSample } from '../../../functions/ingest/providers/sign-sample.ts';
import { signedUrl } from '../../../functions/ingest/signature/signed-url.ts';
import { deadLetterEventId } from '#shared/dead-letters/dead-letter-key.ts';
import { LISTED_EVENTS_MAX, type ListedEvent } from '#shared/messages/delivery.ts';
import { isSubscribed } from '#shared/subscriptions/is-subscribed.ts';
import type { WorkerRow } from '../../pipeline/read-endpoints.ts';
import type { ChosenWebhook } from './choose-webhook.ts';
import type { ResultFollower } from './create-result-follower.ts';
import { urlOf, type Post } from './create-poster.ts';
import { listEvents } from './list-events.ts';
import type { ExpectedResult, SentWebhook } from './sent-webhook.ts';

const POSTS_AT_ONCE = 16;

export interface SendingPorts {
  readonly post: Post;
  /** Where the pipeline listens. */
  readonly webhooksUrl: string;
  /** Undefined: accepted is enough. */
  readonly follower: Pick<ResultFollower, 'expect'> | undefined;
  readonly workers: Readonly<Record<string, WorkerRow>>;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Called whenever something new is known of a webhook. */
  readonly onChange: (sent: SentWebhook) => void;
  readonly signal: AbortSignal;
}

/** Signs and posts the webhook `count` times, each with new values, and lists with `follower` the results to wait for. */
export async function sendWebhooks(
  chosen: ChosenWebhook,
  { count, perSecond }: { readonly count: number; readonly perSecond: number | undefined },
  ports: SendingPorts,
): Promise<void> {
  const startedAtMs = ports.now();
  const numbers = Array.from({ length: count }, (_, index) => index).values();
  // One iterator for all lanes: each takes the next webhook as soon as its last one was answered.
  const lane = async () => {
    for (const number of numbers) {
      const dueAtMs = perSecond === undefined ? 0 : startedAtMs + (number * 1000) / perSecond;
      await waitUntil(dueAtMs, ports);
      if (ports.signal.aborted) return;
      await sendOne(chosen, ports);
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, POSTS_AT_ONCE) }, lane));
}

async function waitUntil(dueAtMs: number, { now, signal }: SendingPorts): Promise<void> {
  const ms = dueAtMs - now();
  if (ms <= 0 || signal.aborted) return;
  await wait(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

async function sendOne(chosen: ChosenWebhook, ports: SendingPorts): Promise<void> {
  const { sourceName, provider, secret, sample, body, publicUrl } = chosen;
  // Behind its gateway every pipeline has HTTPS, and the local one says the same.
  const own = urlOf(ports.webhooksUrl, sourceName).href.replace(/^http:/, 'https:');
  const url = signedUrl({ url: own }, { publicUrl });
  const webhook = signSample(provider, secret, sample, freshValues(new Date()), { body, url });
  const sent: SentWebhook = { source: sourceName, type: sample.type, postedAtMs: ports.now() };
  ports.onChange(sent);
  const answer = await ports.post(sourceName, webhook, ports.signal);
  if (ports.signal.aborted && answer.status === undefined) return;
  sent.answer = answer;
  if (answer.deliveryId !== undefined) {
    const events = listEvents(chosen, webhook, answer.deliveryId);
    sent.type = events[0]?.type ?? sent.type;
    if (ports.follower) sent.results = resultsOf({ sourceName, deliveryId: answer.deliveryId, events }, ports.workers);
  }
  ports.onChange(sent);
  ports.follower?.expect(sent.results ?? [], sent.postedAtMs, () => ports.onChange(sent));
}

interface Accepted {
  readonly sourceName: string;
  readonly deliveryId: string;
  readonly events: readonly ListedEvent[];
}

function resultsOf(
  { sourceName, deliveryId, events }: Accepted,
  workers: SendingPorts['workers'],
): readonly ExpectedResult[] {
  return events.flatMap(({ id, type }, index) => {
    // Of an array each so many events are one message for dispatch, and named after their first.
    const first = index - (index % LISTED_EVENTS_MAX);
    const listId = deadLetterEventId({ id: deliveryId, events: events.slice(first, first + 1) });
    return Object.entries(workers)
      .filter(([, row]) => isSubscribed(row, { type, source: sourceName }))
      .map(([worker]) => ({ worker, eventId: id, listId }));
  });
}
