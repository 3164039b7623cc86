// Stands between the functions' SDKs and the emulators, and makes of some requests what a bad day makes of them.
//
// Its own, over node:http, because a fault must be the service's: Toxiproxy knows bytes and no operations, and is a binary
// to fetch; mockttp brings 39 packages of its own and neither AWS's refusals nor faults drawn from a seed.
import { Agent, createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendAnswer } from '../../../local/emulators/http/answer.ts';
import { listenOnLoopback } from '../../../local/listen-on-loopback.ts';
import { FAULT_KINDS, type Fault, type FaultKind } from './draw-fault.ts';
import { operationOf, type Operation } from './operation-of.ts';
import { refusalOf } from './refusal-of.ts';

/** What a function asked of AWS, as it came through here. */
export interface Call {
  readonly operation: Operation;
  /** The path and query of the request. */
  readonly path: string;
  readonly body: Buffer;
  readonly fault: FaultKind | undefined;
  /** What the service answered, whoever heard it; undefined where it was never asked. */
  readonly status: number | undefined;
}

export interface FaultProxyOptions {
  /** Which fault the n-th request of an operation meets, counted from 0. */
  readonly faultOf: (operation: string, n: number) => Fault | undefined;
  readonly onCall: (call: Call) => void;
}

export interface FaultProxy {
  readonly url: string;
  /** Where requests go from now on; undefined holds them until there is somewhere again. */
  leadTo(url: string | undefined): void;
  /** No more faults begin. */
  calm(): void;
  /** How many requests a fault holds up at the moment. */
  heldUp(): number;
  counts(): { readonly requests: number; readonly faults: Readonly<Record<FaultKind, number>> };
  close(): Promise<void>;
}

interface Forwarded {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Of one connection, and not of what travels on it: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'expect', 'content-length']);

export async function startFaultProxy({ faultOf, onCall }: FaultProxyOptions): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const seen = new Map<string, number>();
  const faults = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>;
  let target = Promise.withResolvers<string>();
  let leads = false;
  let requests = 0;
  let heldUp = 0;
  let isCalm = false;

  const draw = ({ name }: Operation): Fault | undefined => {
    const n = seen.get(name) ?? 0;
    seen.set(name, n + 1);
    requests += 1;
    return isCalm ? undefined : faultOf(name, n);
  };

  const hold = async (ms: number) => {
    heldUp += 1;
    await sleep(ms);
    heldUp -= 1;
  };

  /** Everything but a refusal: forwarded where the fault lets it through, and answered where it lets that. */
  const forwardUnder = async (fault: Fault | undefined, request: IncomingMessage, body: Buffer) => {
    if (fault?.kind === 'reset') return undefined;
    if (fault?.kind === 'delayed') await hold(fault.ms);
    // Late, and all the same: whoever gave up waiting has still asked for it.
    const answer = await forward({ agent, to: await target.promise, request, body });
    if (fault?.kind === 'answer-late') await hold(fault.ms);
    return answer;
  };

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    const operation = operationOf(request, body);
    const fault = draw(operation);
    if (fault !== undefined) faults[fault.kind] += 1;
    const call = { operation, path: request.url ?? '/', body, fault: fault?.kind };
    if (fault?.kind === 'unavailable' || fault?.kind === 'throttled') {
      sendAnswer(response, refusalOf(operation.service, fault.kind));
      return onCall({ ...call, status: undefined });
    }
    const answer = await forwardUnder(fault, request, body);
    onCall({ ...call, status: answer?.status });
    if (answer === undefined || fault?.kind === 'answer-lost') request.socket.resetAndDestroy();
    else respond(response, answer);
  };

  const server = createServer((request, response) => {
    take(request, response)
      // Whoever asked is gone, or the emulators are: to a client both look like a broken connection.
      .catch(() => request.socket.destroy());
  });
  // As of the emulators: an SDK that reuses a connection at the moment it is closed as idle would see a fault that is none.
  server.keepAliveTimeout = 75_000;
  const url = `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;

  return {
    url,
    leadTo(next) {
      // Whoever waits already goes on waiting for the same.
      if (next === undefined && leads) target = Promise.withResolvers();
      if (next !== undefined) target.resolve(next);
      leads = next !== undefined;
    },
    calm() {
      isCalm = true;
    },
    heldUp: () => heldUp,
    counts: () => ({ requests, faults: { ...faults } }),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

interface Forwarding {
  readonly agent: Agent;
  readonly to: string;
  readonly request: IncomingMessage;
  readonly body: Buffer;
}

function forward({ agent, to, request, body }: Forwarding): Promise<Forwarded> {
  const { method, url = '/' } = request;
  const headers = { ...endToEnd(request.headers), 'content-length': String(body.length) };
  return new Promise((resolve, reject) => {
    const outgoing = send(`${to}${url}`, { method, headers, agent }, (answer) => {
      buffer(answer).then(
        (bytes) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: bytes }),
        reject,
      );
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

function respond(response: ServerResponse, { status, headers, body }: Forwarded): void {
  const hasLength = status !== 204 && status !== 304;
  response.writeHead(status, { ...endToEnd(headers), ...(hasLength && { 'content-length': body.length }) }).end(body);
}

const endToEnd = (headers: IncomingMessage['headers']) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)));
