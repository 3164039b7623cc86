import { once } from 'node:events';
import { createServer, request as ask, Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { readCalls, type CountedCall } from './counted-call.ts';

export interface CountingProxy {
  /** For FUNCTIONS_AWS_URL. */
  readonly url: string;
  readonly calls: readonly CountedCall[];
  /** Where requests go; they wait until that is said, because the emulators are told of the proxy first. */
  leadTo(url: string): void;
  close(): Promise<void>;
}

/** Between the functions and AWS: passes everything on and counts every call. */
export async function startCountingProxy(): Promise<CountingProxy> {
  const calls: CountedCall[] = [];
  const itemBytes = new Map<string, number>();
  const target = Promise.withResolvers<URL>();
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    passOn(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 75_000;

  async function passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { hostname, port } = await target.promise;
    const { method = '', url = '', headers } = request;
    const body = await buffer(request);
    calls.push(...readCalls({ method, url, headers, body: body.toString() }, itemBytes));
    const outgoing = ask({ hostname, port, method, path: url, headers, agent });
    outgoing.end(body);
    const [answer]: IncomingMessage[] = await once(outgoing, 'response');
    if (answer === undefined) return;
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  }

  const port = await listenOnLoopback(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    leadTo: (url) => target.resolve(new URL(url)),
    async close() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
