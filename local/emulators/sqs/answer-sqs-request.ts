import type { IncomingMessage } from 'node:http';

import { callerOf } from '../access.ts';
import type { EmulatorContext } from '../emulator-context.ts';
import type { Answer } from '../http/answer.ts';
import { readBody } from '../http/read-body.ts';
import { accessesOf } from './accesses-of.ts';
import { sqsActions } from './actions/index.ts';
import { SqsError } from './sqs-error.ts';
import type { SqsInput } from './sqs-input.ts';
import { isRecord } from './sqs-input.ts';

// A batch is at most 1 MiB, and JSON may write each byte as six (\u0041).
const bodyBytesMax = 8 * 1024 * 1024;

/** SQS's JSON 1.0 protocol: the operation in x-amz-target, everything else in the body. */
export async function answerSqsRequest(
  context: EmulatorContext,
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<Answer> {
  const operation = String(request.headers['x-amz-target']).slice('AmazonSQS.'.length);
  try {
    const input = parseInput(await readBody(request, bodyBytesMax));
    const action = sqsActions.get(operation);
    if (!action) throw new SqsError('UnsupportedOperation', `Local mode does not have the SQS operation ${operation}.`);
    const refusal = context.guard?.refusal(callerOf(request), accessesOf(context, operation, input));
    if (refusal !== undefined) throw new SqsError('AccessDeniedException', refusal);
    return answer(context, 200, await action(context, input, signal));
  } catch (error) {
    if (error instanceof SqsError) return errorAnswer(context, error);
    throw error;
  }
}

function parseInput(body: Buffer): SqsInput {
  if (body.length === 0) return {};
  try {
    const input: unknown = JSON.parse(body.toString());
    if (isRecord(input)) return input;
  } catch (error) {
    throw new SqsError('SerializationException', `The request is not JSON: ${String(error)}`);
  }
  throw new SqsError('SerializationException', 'The request must be a JSON object.');
}

function errorAnswer(context: EmulatorContext, error: SqsError): Answer {
  const isRefusal = error.name === 'AccessDeniedException';
  const type = `${isRefusal ? 'com.amazon.coral.service' : 'com.amazonaws.sqs'}#${error.name}`;
  const shown = answer(context, isRefusal ? 403 : 400, { __type: type, message: error.message });
  // SDKs that grew up with the older protocol take the error's code from here.
  return { ...shown, headers: { ...shown.headers, 'x-amzn-query-error': `${error.queryCode};Sender` } };
}

function answer(context: EmulatorContext, status: number, body: object): Answer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': context.newId() },
    body: JSON.stringify(body),
  };
}
