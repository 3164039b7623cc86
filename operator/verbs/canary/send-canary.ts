// One event through the whole of a stage: what a deploy has broken is seen by it before a sender's webhook meets it.
import * as v from 'valibot';
import type { FreshValues } from '../../../functions/ingest/providers/fresh-values.ts';
import { signSample } from '../../../functions/ingest/providers/sign-sample.ts';
import { traceAnswerSchema } from '#shared/messages/inspect-request.ts';
import type { Trace, TraceStand } from '#shared/messages/trace.ts';
import type { Clock } from '#shared/ports.ts';
import { CANARY_SOURCE } from '#shared/subscriptions/is-subscribed.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { sourceUrl } from '../sources/source-url.ts';
import { CANARY_TYPE } from './canary-type.ts';
import { canarySecret, type CanarySecret, type CanarySecretPorts } from './canary-secret.ts';
import type { CanaryAnswer, PostCanary } from './post-canary.ts';
import { whereItStopped, type Stop } from './where-it-stopped.ts';

/** A source that was added, or got another secret, is in force within a minute, and the clocks of two environments differ by some seconds. */
const IN_FORCE_MS = 75_000;
const POST_AGAIN_MS = 2000;
/** Each look is an invocation with a few small reads. */
const LOOK_EVERY_MS = 500;

export interface CanaryStep {
  readonly step: 'source' | 'accepted' | 'result';
  /** Since the command began. */
  readonly ms: number;
  readonly detail: string;
}

export interface CanaryPorts extends CanarySecretPorts {
  readonly pipeline: Pipeline;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly post: PostCanary;
  readonly fresh: (now: Date) => FreshValues;
  readonly onStep: (step: CanaryStep) => void;
  readonly onWaiting: (what: string) => void;
}

/** Undefined once it has come through. */
export type CanaryEnd = { readonly deliveryId?: string; readonly stop: Stop | undefined };

/** Sends a signed event through the source `canary`, and waits for the result of the worker `canary`. */
export async function sendCanary(timeoutMs: number | undefined, ports: CanaryPorts): Promise<CanaryEnd> {
  const { clock, onStep } = ports;
  const startedAtMs = clock.now().getTime();
  const done = (step: CanaryStep['step'], detail: string) =>
    onStep({ step, ms: clock.now().getTime() - startedAtMs, detail });

  const signing = await canarySecret(ports);
  done('source', signing.isNew ? `${CANARY_SOURCE} was added, with a secret of its own` : `${CANARY_SOURCE} is there`);
  const endsAtMs = startedAtMs + (timeoutMs ?? DEFAULT_TIMEOUT_MS + IN_FORCE_MS);

  const answer = await postUntilKnown(signing, endsAtMs, ports);
  const { deliveryId } = answer;
  if (answer.status < 200 || answer.status > 299 || deliveryId === undefined) {
    return { stop: { at: 'ingest', why: whyRefused(answer, signing) } };
  }
  done('accepted', `${answer.status}, as the delivery ${deliveryId}`);

  const resultByMs = timeoutMs === undefined ? clock.now().getTime() + DEFAULT_TIMEOUT_MS : endsAtMs;
  const trace = await awaitEnd(deliveryId, resultByMs, ports);
  const result = trace?.points.find(({ kind, stage }) => kind === 'result' && stage === CANARY_SOURCE);
  if (!result) return { deliveryId, stop: await whereItStopped(deliveryId, trace, ports) };
  done('result', result.key ?? 'it is there');
  return { deliveryId, stop: undefined };
}

/** Of a stage that sleeps: ingest, dispatch and the worker each start, and a mapping that was just changed takes a while. */
export const DEFAULT_TIMEOUT_MS = 60_000;

/** What an environment of ingest answers that holds the sources as they were: without this one, or with its old secret. */
const NOT_IN_FORCE: readonly number[] = [401, 404];

/** Each environment of ingest reads the sources at most once a minute: until then it knows nothing of a new one. */
async function postUntilKnown(
  { provider, secret }: CanarySecret,
  endsAtMs: number,
  { pipeline, clock, signal, post, fresh, onWaiting }: CanaryPorts,
): Promise<CanaryAnswer> {
  const url = sourceUrl(CANARY_SOURCE, {}, pipeline.about.webhooksUrl);
  if (url === undefined) {
    throw new CommandError(exitCode.failed, `The version that is deployed as ${pipeline.stage} does not tell its URL.`);
  }
  for (;;) {
    const webhook = signSample(provider, secret, SAMPLE, fresh(clock.now()));
    const answer = await post(url, webhook, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new CommandError(exitCode.failed, `Nobody answers at ${url}: ${reasonOf(error)}.`, { cause: error });
    });
    if (!NOT_IN_FORCE.includes(answer.status) || clock.now().getTime() + POST_AGAIN_MS > endsAtMs) return answer;
    onWaiting('Ingest does not know the source canary as it is now; it reads its sources once a minute');
    await clock.sleep(POST_AGAIN_MS, signal);
  }
}

const SAMPLE = {
  type: CANARY_TYPE,
  headers: { 'content-type': 'application/json', 'webhook-id': 'canary_{{uuid}}' },
  body: { type: CANARY_TYPE, timestamp: '{{iso}}', data: {} },
};

/** Of dispatch or of the worker: it goes no further by itself. */
const ENDS: readonly TraceStand['state'][] = ['result', 'dead-letter', 'discarded', 'quarantined'];

/** The last that was seen of it; the caller looks for what is in it. */
async function awaitEnd(
  id: string,
  endsAtMs: number,
  { pipeline, clock, signal, onWaiting }: CanaryPorts,
): Promise<Trace | undefined> {
  const request = { trace: { id, event: { source: CANARY_SOURCE, type: CANARY_TYPE } } };
  for (;;) {
    const { trace } = v.parse(traceAnswerSchema, await pipeline.inspect(request, signal));
    const isEnded = trace?.stands.some(({ state }) => ENDS.includes(state));
    if (isEnded === true || clock.now().getTime() + LOOK_EVERY_MS > endsAtMs) return trace;
    onWaiting('It was accepted, and has no result yet');
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

function whyRefused({ status, reason }: CanaryAnswer, { isNew }: CanarySecret): string {
  const said = `it answered ${status}${reason === undefined ? '' : `, ${reason}`}`;
  if (status === 404 && isNew) return `${said}: the source is new, and ingest did not read it in time. Try it again`;
  if (status === 404) return `${said}: ingest does not know the source, though it had time to read it`;
  if (status === 401) return `${said}: ingest does not take the secret, though it had time to read a new one`;
  if (status >= 200 && status <= 299) return `${said}, without the id of a delivery: it was not ingest that answered`;
  return said;
}

/** fetch says only that it failed, and its cause why. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}
