// From a request to its answer, with API Gateway's limits and API Gateway's own answers where no function is asked.
import type { IncomingMessage } from 'node:http';
import { RequestTooLarge, TooManyRequests, invocationBytesMax, type Outcome } from '../functions/outcome.ts';
import { isForeignRequest } from '../is-foreign-request.ts';
import { readBody } from '../read-body.ts';
import { createRouteMatcher, type MatchedRoute, type Route } from './match-route.ts';
import { gatewayAnswer, toAnswer, type HttpAnswer } from './to-answer.ts';
import { splitUrl, toEvent } from './to-event.ts';

export interface AnswerSettings {
  readonly routes: readonly Route[];
  readonly accountId: string;
  /** API Gateway waits 30 s; infinite while a debugger is welcome. */
  readonly answerSecondsMax: number;
  readonly invoke: (functionName: string, event: string) => Promise<Outcome>;
}

export type RequestAnswerer = (
  request: IncomingMessage,
  requestId: string,
  port: number,
) => Promise<HttpAnswer | 'hung-up'>;

/** Request line and headers together: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const headBytesMax = 10_240;

export function createRequestAnswerer(settings: AnswerSettings): RequestAnswerer {
  const matchRoute = createRouteMatcher(settings.routes);

  return async (request, requestId, port) => {
    const { method = '', url = '', httpVersion, rawHeaders, socket } = request;
    const sourceIp = socket.remoteAddress ?? '127.0.0.1';
    if (isForeignRequest(request.headers)) return gatewayAnswer(403, 'Forbidden');
    if (headBytes(method, url, rawHeaders) > headBytesMax) return gatewayAnswer(431, 'Request Header Fields Too Large');
    const route = routeOf(method, url);
    if (route === 'undecodable') return gatewayAnswer(400, 'Bad Request');
    if (route === undefined) return gatewayAnswer(404, 'Not Found');
    const receivedAt = new Date();
    // API Gateway takes 10 MB, Lambda's event 6 MB; text and base64 only grow, so 6 MB of body are already too much.
    // Reading fails only when the sender hangs up, and then there is nobody to tell.
    const body = await readBody(request, invocationBytesMax).catch(() => undefined);
    if (body === undefined) return 'hung-up';
    if (body === 'too-large') return gatewayAnswer(413, 'Request Entity Too Large');
    const received = { method, url, httpVersion, rawHeaders, body, port, sourceIp };
    const event = toEvent(received, route, { requestId, receivedAt, accountId: settings.accountId });
    return withinTime(invokeRoute(route, JSON.stringify(event)));
  };

  function routeOf(method: string, url: string): MatchedRoute | 'undecodable' | undefined {
    try {
      return matchRoute(method, splitUrl(url)[0]);
    } catch (error) {
      if (error instanceof URIError) return 'undecodable';
      throw error;
    }
  }

  async function invokeRoute(route: MatchedRoute, event: string): Promise<HttpAnswer> {
    try {
      const outcome = await settings.invoke(route.functionName, event);
      return 'error' in outcome ? gatewayAnswer(500, 'Internal Server Error') : toAnswer(outcome.result);
    } catch (error) {
      if (error instanceof RequestTooLarge) return gatewayAnswer(413, 'Request Entity Too Large');
      if (error instanceof TooManyRequests) return gatewayAnswer(503, 'Service Unavailable');
      throw error;
    }
  }

  async function withinTime(answered: Promise<HttpAnswer>): Promise<HttpAnswer> {
    if (!Number.isFinite(settings.answerSecondsMax)) return answered;
    const late = Promise.withResolvers<HttpAnswer>();
    const unavailable = gatewayAnswer(503, 'Service Unavailable');
    const timer = setTimeout(() => late.resolve(unavailable), settings.answerSecondsMax * 1000);
    return Promise.race([answered, late.promise]).finally(() => clearTimeout(timer));
  }
}

/** As they came over the wire: names and values with `: ` and a line end each. */
function headBytes(method: string, url: string, rawHeaders: readonly string[]): number {
  return rawHeaders.reduce((bytes, part) => bytes + part.length + 2, `${method} ${url} HTTP/1.1\r\n`.length);
}
