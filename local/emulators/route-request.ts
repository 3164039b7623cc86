import type { IncomingMessage, ServerResponse } from 'node:http';

import { isForeignRequest } from '../is-foreign-request.ts';
import { answerCloudWatchRequest, cloudWatchTarget } from './cloudwatch/answer-cloudwatch-request.ts';
import { answerDynamodbRequest } from './dynamodb/answer-dynamodb-request.ts';
import type { EmulatorContext } from './emulator-context.ts';
import type { Answer } from './http/answer.ts';
import { sendAnswer } from './http/answer.ts';
import { BodyTooLargeError } from './http/read-body.ts';
import { answerLogsRequest, logsTarget } from './logs/answer-logs-request.ts';
import { answerS3Request } from './s3/answer-s3-request.ts';
import { answerSnsRequest } from './sns/answer-sns-request.ts';
import { answerSqsRequest } from './sqs/answer-sqs-request.ts';
import { answerStsRequest, isStsRequest } from './sts/answer-sts-request.ts';

export interface Services {
  readonly context: EmulatorContext;
  readonly answerLambda: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
}

const lambdaPath = '/2015-03-31/';

/** One port for every service: the protocol that a request speaks tells which one it is for. */
export async function routeRequest(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { context, answerLambda } = services;
  const target = String(request.headers['x-amz-target'] ?? '');
  try {
    if (isForeignRequest(request.headers)) {
      sendAnswer(
        response,
        plain(403, 'Local mode answers to requests for 127.0.0.1 and localhost only, and to no web page elsewhere.'),
      );
    } else if (request.url?.startsWith(lambdaPath)) {
      if (answerLambda) answerLambda(request, response);
      else sendAnswer(response, plain(501, 'These emulators were started without functions.'));
    } else {
      sendAnswer(response, await answerRequest(context, target, request, response));
    }
  } catch (error) {
    answerFailure(error, response);
  }
}

function answerRequest(
  context: EmulatorContext,
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Answer> {
  if (target.startsWith('DynamoDB_')) return answerDynamodbRequest(context, request);
  if (target.startsWith('AmazonSQS.')) return answerSqsRequest(context, request, goneSignal(response));
  if (target.startsWith(cloudWatchTarget)) return answerCloudWatchRequest(context, request);
  if (target.startsWith(logsTarget)) return answerLogsRequest(context, request);
  if (isStsRequest(request)) return answerStsRequest(context, request);
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  if (isForm && request.method === 'POST') return answerSnsRequest(context, request);
  if (target !== '') return Promise.resolve(plain(501, `Local mode does not have the operation ${target}.`));
  return answerS3Request(context, request);
}

/** Aborts when the client hangs up: a long poll that nobody waits for must not take a message with it. */
function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  // With a reason, because without one every answer would make an exception with its stack.
  response.once('close', () => gone.abort('the client is gone'));
  return gone.signal;
}

function answerFailure(error: unknown, response: ServerResponse): void {
  // The client broke off while it was sending; there is nobody to answer.
  if (response.destroyed || response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof BodyTooLargeError) {
    sendAnswer(response, plain(413, error.message));
    return;
  }
  console.error('An emulator failed to answer a request:', error);
  sendAnswer(response, plain(500, 'Local mode failed to answer; its terminal shows why.'));
}

function plain(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}
