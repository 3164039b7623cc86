import type { Outbound, OutboundAnswer, OutboundRequest } from '#shared/ports.ts';
import type { Scheduler } from '../engine/scheduler.ts';
import type { Troubles } from '../engine/troubles.ts';
import { asError } from './aws-error.ts';
import type { CallOut } from './call-out.ts';
import type { Endpoint, Refusal } from './endpoint.ts';
import type { Environment, SimulatedPost } from './world.ts';

export interface OutboundPortPorts {
  readonly destination: (host: string) => Endpoint;
  readonly callOut: CallOut;
  readonly scheduler: Scheduler;
  readonly troubles: Troubles;
  readonly record: (post: SimulatedPost) => void;
  /** Who posts. */
  readonly caller: () => Environment;
}

/** Of each post: the destination says that it failed, asks for patience, or wants nothing more under this address. */
const FAILED_CHANCE = 0.01;
const PATIENCE_CHANCE = 0.01;
const GONE_CHANCE = 0.003;
const RETRY_AFTER_SECONDS_MAX = 90;
const OK: OutboundAnswer = { status: 200, headers: {} };

/** HTTP to whoever wants events. What has arrived there is kept, whatever becomes of its answer. */
export function outboundPort(ports: OutboundPortPorts): Outbound {
  const { destination, callOut, scheduler, troubles, record } = ports;
  const hosts = new Map<string, Host>();
  const hostOf = (url: string): Host => {
    const known = hosts.get(url);
    if (known) return known;
    const endpoint = destination(new URL(url).host);
    const host = { endpoint, whenSilent: { ...endpoint, refusal: () => silence(endpoint.refusal()) } };
    hosts.set(url, host);
    return host;
  };
  return {
    post(url, { headers, body, timeoutMs, signal }) {
      if (signal.aborted) return Promise.reject(asError(signal.reason));
      const { endpoint, whenSilent } = hostOf(url);
      let posts: { -readonly [Key in keyof SimulatedPost]: SimulatedPost[Key] }[] = [];
      const answered = callOut({
        endpoint: whenSilent,
        operation: 'POST',
        key: url,
        settings: settingsOf(timeoutMs),
        effect() {
          const refusal = endpoint.refusal();
          const answer = refusal ? refusalAnswer(refusal, troubles) : answerOf(troubles);
          const post = {
            url,
            headers,
            body: body.toString('utf8'),
            atMs: scheduler.nowMs(),
            status: answer.status,
            by: ports.caller(),
            wasHeard: false,
          };
          posts.push(post);
          record(post);
          return answer;
        },
      });
      return endedBy(answered, signal).then((answer) => {
        for (const post of posts) post.wasHeard = true;
        posts = [];
        return answer;
      });
    },
  };
}

interface Host {
  readonly endpoint: Endpoint;
  /** Refuses only what does not reach it. */
  readonly whenSilent: Endpoint;
}

/** Nobody repeats a post below the pipeline. */
const settingsOf = (timeoutMs: OutboundRequest['timeoutMs']) =>
  ({
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: timeoutMs,
      requestTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      throwOnRequestTimeout: true,
    },
  }) as const;

/** Where no connection comes about, or no answer, nothing arrives. */
const silence = (refusal: Refusal | undefined) =>
  refusal?.manner === 'refuses' || refusal?.manner === 'hangs' ? refusal : undefined;

const refusalAnswer = ({ manner }: Refusal, troubles: Troubles): OutboundAnswer =>
  manner === 'throttled' ? notNow(troubles) : { status: 503, headers: {} };

function answerOf(troubles: Troubles): OutboundAnswer {
  if (troubles.ended) return OK;
  if (troubles.strikes('error-before', FAILED_CHANCE)) return { status: 500, headers: {} };
  if (troubles.strikes('throttle', PATIENCE_CHANCE)) return notNow(troubles);
  return troubles.strikes('poison', GONE_CHANCE) ? { status: 410, headers: {} } : OK;
}

const notNow = (troubles: Troubles): OutboundAnswer => ({
  status: 429,
  headers: { 'retry-after': String(Math.ceil(troubles.random('throttle').fraction() * RETRY_AFTER_SECONDS_MAX)) },
});

/** What is under way may arrive all the same; nobody waits for its answer any more. */
async function endedBy<Answer>(work: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = () => reject(asError(signal.reason));
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([work, ended]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
