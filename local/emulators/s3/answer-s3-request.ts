import type { IncomingMessage } from 'node:http';

import { callerOf, type Access } from '../access.ts';
import type { EmulatorContext } from '../emulator-context.ts';
import type { Answer } from '../http/answer.ts';
import { accessesOf, accessesToSeeAbsence } from './accesses-of.ts';
import { readS3Body } from './body/read-s3-body.ts';
import { checkPresignedExpiry } from './check-presigned-expiry.ts';
import { findOperation } from './find-operation.ts';
import type { S3Action, S3Request } from './s3-action.ts';
import { S3Error } from './s3-error.ts';
import { buildXml } from './s3-xml.ts';

/** S3 in path style: /bucket/key. */
export async function answerS3Request(context: EmulatorContext, request: IncomingMessage): Promise<Answer> {
  const isHead = request.method === 'HEAD';
  const requestId = context.newId();
  try {
    const target = parseTarget(request.url ?? '/');
    checkPresignedExpiry(target.query, context.now());
    const operation = findOperation(request, target);
    const { body, checksums } = await readS3Body(request);
    const asked = { ...target, headers: request.headers, body, checksums };
    const caller = callerOf(request);
    checkAccess(context, caller, accessesOf(operation, asked));
    const answer = answerOrHide(context, caller, asked, operation.action);
    return { ...answer, headers: { 'x-amz-request-id': requestId, ...answer.headers } };
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    // What is left of the body is read away, so that the client that still writes it gets to read the answer.
    request.resume();
    const content = { Code: error.code, Message: error.message, Resource: request.url, RequestId: requestId };
    return {
      status: error.status,
      headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId, ...error.headers },
      body: isHead ? '' : buildXml('Error', content),
    };
  }
}

function checkAccess({ guard }: EmulatorContext, caller: string, accesses: readonly Access[]): void {
  const refusal = guard?.refusal(caller, accesses);
  if (refusal !== undefined) throw new S3Error('AccessDenied', refusal);
}

function answerOrHide(context: EmulatorContext, caller: string, asked: S3Request, action: S3Action): Answer {
  try {
    return action(context, asked);
  } catch (error) {
    if (error instanceof S3Error && error.code === 'NoSuchKey') {
      checkAccess(context, caller, accessesToSeeAbsence(asked));
    }
    throw error;
  }
}

/** By hand and not with URL, which would take `..` and `//` inside a key for directions. */
function parseTarget(url: string): { bucket: string; key: string; query: URLSearchParams } {
  const [path = '/', ...queries] = url.split('?');
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return { bucket: decode(bucket), key: decode(key), query: new URLSearchParams(queries.join('?')) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidArgument', `The path is not percent-encoded UTF-8: ${text}`);
  }
}
