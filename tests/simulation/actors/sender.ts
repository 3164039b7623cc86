import type { Answer } from '../../../functions/ingest/answer.ts';
import { signWebhook } from '../../../functions/ingest/signature/sign-webhook.ts';
import type { WebhookRequest } from '../../../functions/ingest/webhook-request.ts';
import type { Answered } from '../history.ts';
import type { FunctionPool } from '../pipeline/function-pool.ts';
import type { World } from '../world/world.ts';
import type { PlannedWebhook } from './planned-webhook.ts';
import { providerOf, simulatedSources } from './simulated-sources.ts';

/** Real senders wait for hours at last; here the world is whole again within the hour. */
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 5 * 60_000;
/** How often what was accepted is posted once more: an answer that got lost on its way back. */
const RESEND_CHANCE = 0.05;
const REGROUP_CHANCE = 0.5;

export interface SenderPorts {
  readonly world: World;
  readonly ingest: FunctionPool<WebhookRequest, Answer>;
  /** Whether the whole delivery lies, or has lain, where nothing is lost. */
  readonly isDurable: (deliveryId: string, events: number) => boolean;
  readonly onAnswer: (answered: Answered) => void;
}

export interface Sender {
  /** Posts it until it is accepted, unless its sender never posts twice. */
  tell(webhook: PlannedWebhook): void;
  readonly posted: () => number;
  /** Nothing is under way or will be posted again. */
  readonly isDone: () => boolean;
}

export function createSender({ world, ingest, isDurable, onAnswer }: SenderPorts): Sender {
  const { scheduler, troubles } = world;
  const random = troubles.random('senders');
  let posted = 0;
  let unfinished = 0;

  const post = async (webhook: PlannedWebhook, attempt: number): Promise<void> => {
    posted += 1;
    const outcome = await ingest.invoke(signed(webhook, attempt, new Date(scheduler.nowMs())));
    const answer = outcome.ending === 'answered' ? outcome.answer : undefined;
    const isAccepted = answer !== undefined && answer.status >= 200 && answer.status < 300;
    if (answer && isAccepted) accept(webhook, answer);
    const { resends } = providerOf(webhook.source);
    if (isAccepted && !(resends && troubles.strikes('resend', RESEND_CHANCE))) return;
    if (!resends) return;
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1)) * (0.5 + random.fraction());
    const isRegrouped = webhook.split !== undefined && troubles.strikes('regroup', REGROUP_CHANCE);
    const again = isRegrouped ? (webhook.split?.() ?? []) : [webhook];
    for (const one of again) tellLater(one, attempt + 1, waitMs);
  };

  const accept = ({ happenings }: PlannedWebhook, { status, body }: Answer) => {
    for (const happening of happenings) happening.accepted = true;
    const { deliveryId } = JSON.parse(body) as { readonly deliveryId: string };
    onAnswer({ deliveryId, status, atMs: scheduler.nowMs(), wasDurable: isDurable(deliveryId, happenings.length) });
  };

  const tellLater = (webhook: PlannedWebhook, attempt: number, waitMs: number) => {
    unfinished += 1;
    scheduler.after(waitMs, () => {
      void post(webhook, attempt).finally(() => {
        unfinished -= 1;
      });
    });
  };

  return {
    tell: (webhook) => tellLater(webhook, 1, 0),
    posted: () => posted,
    isDone: () => unfinished === 0,
  };
}

function signed({ source, happenings, write }: PlannedWebhook, attempt: number, now: Date): WebhookRequest {
  const { headers, body, elements } = write(attempt);
  const bytes = Buffer.from(body, 'utf8');
  const signed = signWebhook(providerOf(source), simulatedSources[source].secret, { headers, body: bytes }, now);
  const url = `https://hooks.example.com/webhooks/${source}`;
  const request = { method: 'POST', sourceName: source, url, query: {}, ...signed };
  for (const [place, { told }] of happenings.entries()) {
    told.push({ text: elements?.[place] ?? body, headers: request.headers });
  }
  return request;
}
