import type { IncomingMessage } from 'node:http';

import { callerOf } from '../access.ts';
import type { EmulatorContext } from '../emulator-context.ts';
import type { Answer } from '../http/answer.ts';
import { readBody } from '../http/read-body.ts';
import { accessesOf } from './accesses-of.ts';
import { dynamodbActions } from './actions/index.ts';
import { DynamodbError, missingHere } from './dynamodb-error.ts';
import { isRecord, type DynamodbInput } from './dynamodb-input.ts';

// DynamoDB's own limit of a request.
const bodyBytesMax = 16 * 1024 * 1024;
const capitalized: ReadonlySet<string> = new Set(['AccessDeniedException', 'TransactionCanceledException']);
/** Nobody here counts what a call would cost. */
const ACCOUNTING = ['ReturnConsumedCapacity', 'ReturnItemCollectionMetrics'];

/** DynamoDB's JSON 1.0 protocol: the operation in x-amz-target, everything else in the body. */
export async function answerDynamodbRequest(context: EmulatorContext, request: IncomingMessage): Promise<Answer> {
  const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
  const body = await readBody(request, bodyBytesMax);
  try {
    const action = dynamodbActions.get(operation);
    if (!action) {
      const sentence = `Local mode does not have the DynamoDB operation ${operation}.`;
      return errorAnswer(context, 501, new DynamodbError('UnknownOperationException', sentence));
    }
    const { shown, input } = withoutAccounting(parseInput(body));
    if (shown !== undefined) throw missingHere(shown);
    const refusal = context.guard?.refusal(callerOf(request), accessesOf(context, operation, input));
    if (refusal !== undefined) throw new DynamodbError('AccessDeniedException', refusal);
    return answer(context, 200, action(context, input));
  } catch (error) {
    if (error instanceof DynamodbError) return errorAnswer(context, 400, error);
    throw error;
  }
}

function parseInput(body: Buffer): DynamodbInput {
  try {
    const input: unknown = JSON.parse(body.toString());
    if (isRecord(input)) return input;
  } catch (error) {
    throw new DynamodbError('SerializationException', `The request is not JSON: ${String(error)}`);
  }
  throw new DynamodbError('SerializationException', 'The request must be a JSON object.');
}

function withoutAccounting(input: DynamodbInput) {
  const shown = ACCOUNTING.find((name) => typeof input[name] === 'string' && input[name] !== 'NONE');
  const entries = Object.entries(input).filter(([name]) => !ACCOUNTING.includes(name));
  return { shown, input: Object.fromEntries(entries) };
}

function errorAnswer(context: EmulatorContext, status: number, error: DynamodbError): Answer {
  // Two shapes call their message otherwise: https://github.com/aws/aws-sdk-js-v3/blob/main/codegen/sdk-codegen/aws-models/dynamodb.json
  const message = capitalized.has(error.name) ? 'Message' : 'message';
  return answer(context, status, { __type: error.shape, [message]: error.message, ...error.fields });
}

function answer(context: EmulatorContext, status: number, body: object): Answer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': context.newId() },
    body: JSON.stringify(body),
  };
}
