import http from 'node:http';
import https from 'node:https';
import type { Reader } from '../ports.ts';
import { checkedLookup, systemResolve, type Resolve } from './checked-lookup.ts';
import { checkUrl } from './check-url.ts';
import { isGlobalAddress } from './is-global-address.ts';
import { isLoopbackAddress } from './is-loopback-address.ts';
import { readBody } from './read-body.ts';

export interface ReaderOptions {
  /** In stage local this machine may be called, and over plain http. */
  readonly stage: string;
  readonly resolve?: Resolve;
}

/** Asks hosts of others, as outbound.ts posts to them; a connection is made for each question, since there are few. */
export function createReader({ stage, resolve = systemResolve }: ReaderOptions): Reader {
  const isLocal = stage === 'local';
  const allowsAddress = (address: string) => isGlobalAddress(address) || (isLocal && isLoopbackAddress(address));
  const lookup = checkedLookup(resolve, allowsAddress);
  return {
    async get(text, { headers, timeoutMs, bytesMax, signal }) {
      const url = checkUrl(text, { allowsAddress, allowsHttp: isLocal });
      const request = url.protocol === 'https:' ? https.request : http.request;
      const outgoing = request(url, { method: 'GET', headers, agent: false, lookup });
      const answered = readBody(outgoing, bytesMax, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
      outgoing.end();
      return answered;
    },
  };
}
