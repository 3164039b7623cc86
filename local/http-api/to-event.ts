// Payload format 2.0: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
import { isUtf8 } from 'node:buffer';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { MatchedRoute } from './match-route.ts';

/** A request as it came over the wire; names and values one after the other, as node's rawHeaders has them. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly rawHeaders: readonly string[];
  readonly sourceIp: string;
  readonly port: number;
  readonly body: Buffer;
}

export interface Arrival {
  readonly requestId: string;
  readonly receivedAt: Date;
  readonly accountId: string;
}

export function toEvent(request: ReceivedRequest, route: MatchedRoute, arrival: Arrival): APIGatewayProxyEventV2 {
  const [rawPath, rawQueryString] = splitUrl(request.url);
  const { cookie, ...sent } = joinHeaders(request.rawHeaders);
  const headers: Readonly<Record<string, string>> = { ...sent, ...forwardedHeaders(request, sent) };
  const query = joinQuery(rawQueryString);
  const host = headers['host'] ?? '';
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath,
    rawQueryString,
    ...(cookie === undefined ? {} : { cookies: splitCookies(cookie) }),
    headers: { ...headers },
    ...(rawQueryString === '' ? {} : { queryStringParameters: { ...query } }),
    requestContext: {
      accountId: arrival.accountId,
      apiId: 'local',
      domainName: host,
      domainPrefix: 'local',
      http: {
        method: request.method,
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: arrival.requestId,
      routeKey: route.routeKey,
      stage: '$default',
      time: commonLogTime(arrival.receivedAt),
      timeEpoch: arrival.receivedAt.getTime(),
    },
    ...(Object.keys(route.pathParameters).length === 0 ? {} : { pathParameters: { ...route.pathParameters } }),
    ...bodyOf(request.body, headers),
  };
}

export function splitUrl(url: string): [path: string, query: string] {
  const mark = url.indexOf('?');
  return mark === -1 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

/** Lower-case names; a header that came twice is one value, joined with a comma (cookies with their own semicolon). */
function joinHeaders(rawHeaders: readonly string[]): Record<string, string> {
  // Without a prototype: a header may be called constructor, or __proto__.
  const joined: Record<string, string> = Object.create(null);
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    const earlier = joined[name];
    joined[name] = earlier === undefined ? value : `${earlier}${name === 'cookie' ? '; ' : ','}${value}`;
  }
  return joined;
}

function forwardedHeaders(request: ReceivedRequest, sent: Readonly<Record<string, string>>) {
  const earlier = sent['x-forwarded-for'];
  return {
    'x-forwarded-for': earlier === undefined ? request.sourceIp : `${earlier}, ${request.sourceIp}`,
    'x-forwarded-port': String(request.port),
    'x-forwarded-proto': 'http',
  };
}

function splitCookies(cookie: string): string[] {
  return cookie
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function joinQuery(rawQueryString: string): Record<string, string> {
  const joined: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    const earlier = joined[name];
    joined[name] = earlier === undefined ? value : `${earlier},${value}`;
  }
  return joined;
}

const textTypes = /^(text\/.+|application\/(json|xml|javascript|[^;]+\+(json|xml)))$/;

/** Text goes through as text; everything that a text cannot hold byte for byte goes as base64. */
function bodyOf(body: Buffer, headers: Readonly<Record<string, string>>) {
  if (body.length === 0) return { isBase64Encoded: false };
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const asText = textTypes.test(type) && headers['content-encoding'] === undefined && isUtf8(body);
  return { body: body.toString(asText ? 'utf8' : 'base64'), isBase64Encoded: !asText };
}

/** As in 12/Mar/2020:19:03:58 +0000. */
function commonLogTime(instant: Date): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(instant.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
