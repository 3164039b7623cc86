// The HTTP API in front of the functions.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { asciiJson } from '#shared/messages/ascii-json.ts';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import { answerBrokenRequest } from './answer-broken-request.ts';
import type { RequestAnswerer } from './answer-request.ts';
import type { HttpAnswer } from './to-answer.ts';

export interface HttpApi {
  readonly url: string;
  close(): Promise<void>;
}

// A longer path is noise in the terminal, and may be as long as all headers together.
const pathCharsMax = 200;
// How long a request that is under way may take to finish when everything stops.
const stopGraceMs = 3000;

/**
 * Listens at once, so that the URL is known; requests that come before the answerer stands wait for it.
 * @param log gets one line for every answer that no function has given
 */
export async function startHttpApi(
  port: number,
  answering: Promise<RequestAnswerer>,
  log: (line: string) => void,
): Promise<HttpApi> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error('The HTTP API failed:', error);
      response.destroy();
    });
  });
  // API Gateway, too, hangs up on a sender that takes longer.
  server.requestTimeout = 30_000;
  // A sender that reuses a connection at the moment we close it as idle sees a reset; so close it long after senders do.
  server.keepAliveTimeout = 75_000;
  server.on('checkContinue', (request, response) => {
    // While an earlier answer holds the connection, Node would put this one between head and body of the next answer.
    if (response.socket !== null) response.writeContinue();
    server.emit('request', request, response);
  });
  server.on('clientError', answerBrokenRequest);
  const boundPort = await listenOnLoopback(server, port);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    const answerRequest = await answering;
    const settled = await answerRequest(request, requestId, boundPort);
    if (settled === 'hung-up' || response.destroyed) return;
    if (settled.gatewayReason !== undefined) log(describeGatewayAnswer(request, settled));
    const { status, headers, body } = settled;
    response.writeHead(status, { ...headers, 'content-length': body.length, 'apigw-requestid': requestId });
    response.end(body);
  }

  return {
    url: `http://127.0.0.1:${boundPort}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const impatience = setTimeout(() => server.closeAllConnections(), stopGraceMs);
      await closed.finally(() => clearTimeout(impatience));
    },
  };
}

/** As API Gateway's access log would have it: a function that was never asked cannot tell. */
function describeGatewayAnswer({ method, url = '' }: IncomingMessage, { status, gatewayReason }: HttpAnswer): string {
  // A query may carry a secret.
  const [path = ''] = url.split('?');
  const shownPath = path.slice(0, pathCharsMax);
  // Escaped: whatever a parser lets through, a terminal must not obey what a stranger has put into the path.
  return asciiJson({ level: 'WARN', message: 'API Gateway answered', method, path: shownPath, status, gatewayReason });
}
