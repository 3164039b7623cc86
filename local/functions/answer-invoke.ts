// Lambda's Invoke call, as SDKs, `aws lambda invoke` and `sls invoke` speak it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { FunctionNotFound, RequestTooLarge, TooManyRequests, invocationBytesMax, type Outcome } from './outcome.ts';
import { readBody } from '../read-body.ts';
import type { Functions } from './start-functions.ts';

// A name, an ARN or account:function:name, each with or without :qualifier.
const invokePath =
  /^\/2015-03-31\/functions\/(?:(?:arn:aws:lambda:[^:/]+:)?(?:\d+:)?function:)?(?<name>[^:/?]+)(?::[^/?]+)?\/invocations(?:\?.*)?$/;

/** Calls that come before the functions stand wait for them. */
export function createInvokeEndpoint(starting: Promise<Functions>) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    starting
      .then((functions) => answerInvoke(functions, request, response))
      .catch((error: unknown) => answerError(response, error));
  };
}

async function answerInvoke(functions: Functions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = decodePath(request.url ?? '');
  if (path === undefined) {
    return answer(response, 400, { Message: 'The path has a broken %-escape' }, 'InvalidRequestContentException');
  }
  const name = functionNameOf(path);
  if (name === undefined || request.method !== 'POST') {
    const call = `${request.method} ${request.url}`;
    return answer(response, 501, { Message: `Local mode answers Invoke only, not ${call}` }, 'NotImplemented');
  }
  functions.describe(name);
  const body = await readBody(request, invocationBytesMax);
  if (body === 'too-large') throw new RequestTooLarge(`Request must be smaller than ${invocationBytesMax} bytes`);
  const event = jsonOf(body.toString('utf8'));
  if (event === undefined) {
    return answer(
      response,
      400,
      { Message: 'Could not parse request body into json' },
      'InvalidRequestContentException',
    );
  }
  const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type === 'DryRun') return void response.writeHead(204).end();
  const outcome = functions.invoke(name, event);
  if (type !== 'Event') return answerOutcome(response, await outcome, request.headers['x-amz-log-type'] === 'Tail');
  // Nobody waits for an asynchronous invocation; its log shows what became of it.
  outcome.catch((error: unknown) => console.error(`${name} was invoked asynchronously and refused: ${String(error)}`));
  return void response.writeHead(202, { 'x-amz-executed-version': '$LATEST' }).end();
}

/** The name in the path of a call that invokes; undefined for any other. */
export const functionNameOf = (path: string): string | undefined =>
  invokePath.exec(decodePath(path) ?? '')?.groups?.['name'];

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** The event as JSON text; an empty body is an empty event. */
function jsonOf(body: string): string | undefined {
  if (body.trim() === '') return '{}';
  try {
    JSON.parse(body);
    return body;
  } catch {
    return undefined;
  }
}

function answerOutcome(response: ServerResponse, outcome: Outcome, withLog: boolean): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'x-amzn-requestid': outcome.requestId,
    'x-amz-executed-version': '$LATEST',
    ...('error' in outcome ? { 'x-amz-function-error': 'Unhandled' } : {}),
    // Lambda gives the last 4 KB of the log.
    ...(withLog ? { 'x-amz-log-result': Buffer.from(outcome.log).subarray(-4096).toString('base64') } : {}),
  });
  response.end('error' in outcome ? JSON.stringify(outcome.error) : outcome.result);
}

function answerError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof FunctionNotFound) return answer(response, 404, { Message: message, Type: 'User' }, error.name);
  if (error instanceof TooManyRequests) {
    const reason = 'ReservedFunctionConcurrentInvocationLimitExceeded';
    return answer(response, 429, { Message: message, Reason: reason, Type: 'User' }, error.name);
  }
  if (error instanceof RequestTooLarge) {
    response.setHeader('connection', 'close');
    return answer(response, 413, { Message: message, Type: 'User' }, error.name);
  }
  console.error('The Invoke endpoint failed:', error);
  return answer(response, 500, { Message: message, Type: 'Service' }, 'ServiceException');
}

function answer(response: ServerResponse, status: number, body: Record<string, string>, errorType: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': errorType });
  response.end(JSON.stringify(body));
}
