import http from 'node:http';
import https from 'node:https';
import { setImmediate } from 'node:timers/promises';
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

  const postOn = (agent: http.Agent, url: URL, { headers, body }: OutboundRequest, signal: AbortSignal) => {
    const request = url.protocol === 'https:' ? https.request : http.request;
    const outgoing = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(body.length) },
      agent,
      lookup,
    });
    const answered = readAnswer(outgoing, signal);
    outgoing.end(body);
    return answered;
  };

  return {
    async post(text, request): Promise<OutboundAnswer> {
      const url = checkUrl(text, { allowsAddress, allowsHttp: isLocal });
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(request.timeoutMs)]);
      // One turn of the event loop: node hears of kept connections that hosts have closed, and drops them. What is posted on
      // one of them has no answer, and is not posted again here: nobody can tell whether the host took it before it hung up.
      await setImmediate();
      closeIdleConnections();
      try {
        return await postOn(agents[url.protocol === 'https:' ? 'https:' : 'http:'], url, request, signal);
      } finally {
        lastUsedMs = clock.now().getTime();
      }
    },
  };
}
