import http from 'node:http';
import https from 'node:https';
import type { Clock, Outbound, OutboundAnswer, OutboundRequest } from '../ports.ts';
import { checkedLookup, systemResolve, type Resolve } from './checked-lookup.ts';
import { checkUrl } from './check-url.ts';
import { isGlobalAddress } from './is-global-address.ts';
import { isLoopbackAddress } from './is-loopback-address.ts';
import { readAnswer } from './read-answer.ts';

/** Between two invocations Lambda stops all time: a connection older than this may be dead without our knowing. */
const IDLE_MS_MAX = 4000;
/** To one host at once; more events at once than a batch has records would only queue up there. */
const SOCKETS_PER_HOST_MAX = 20;

export interface OutboundOptions {
  /** In stage local this machine may be called, and over plain http. */
  readonly stage: string;
  readonly clock: Clock;
  readonly resolve?: Resolve;
}

/** HTTP to hosts of others: only to addresses of the open Internet, never beyond the time given, and no redirect is followed. */
export function createOutbound({ stage, clock, resolve = systemResolve }: OutboundOptions): Outbound {
  const isLocal = stage === 'local';
  const allowsAddress = (address: string) => isGlobalAddress(address) || (isLocal && isLoopbackAddress(address));
  const lookup = checkedLookup(resolve, allowsAddress);
  const settings = { keepAlive: true, maxSockets: SOCKETS_PER_HOST_MAX };
  const agents = { 'http:': new http.Agent(settings), 'https:': new https.Agent(settings) };
  let lastUsedMs = 0;

  const closeIdleConnections = () => {
    if (clock.now().getTime() - lastUsedMs <= IDLE_MS_MAX) return;
    for (const { freeSockets } of Object.values(agents)) {
      for (const socket of Object.values(freeSockets).flat()) socket?.destroy();
    }
  };

  const postOnce = (url: URL, { headers, body }: OutboundRequest, signal: AbortSignal, agent: http.Agent | false) => {
    const request = url.protocol === 'https:' ? https.request : http.request;
    const outgoing = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(body.length) },
      agent,
      lookup,
    });
    const answered = readAnswer(outgoing, signal);
    outgoing.end(body);
    return answered.catch((error: unknown) => {
      throw new NoAnswer(error, outgoing.reusedSocket && isHangUp(error));
    });
  };

  return {
    async post(text, request): Promise<OutboundAnswer> {
      const url = checkUrl(text, { allowsAddress, allowsHttp: isLocal });
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(request.timeoutMs)]);
      closeIdleConnections();
      try {
        return await postOnce(url, request, signal, agents[url.protocol === 'https:' ? 'https:' : 'http:']);
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        // The host had closed the kept connection before it saw the request: that is no failure of the host.
        if (error.wasClosedBefore) return await postOnce(url, request, signal, false).catch(rethrowCause);
        throw error.cause;
      } finally {
        lastUsedMs = clock.now().getTime();
      }
    },
  };
}

/** Never leaves this file. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly wasClosedBefore: boolean;

  constructor(cause: unknown, wasClosedBefore: boolean) {
    super('No answer', { cause });
    this.wasClosedBefore = wasClosedBefore;
  }
}

const isHangUp = (error: unknown) =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  (error.code === 'ECONNRESET' || error.code === 'EPIPE');

function rethrowCause(error: unknown): never {
  throw error instanceof NoAnswer ? error.cause : error;
}
