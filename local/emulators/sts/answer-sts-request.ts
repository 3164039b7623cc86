import type { IncomingMessage } from 'node:http';

import { XMLBuilder } from 'fast-xml-parser';

import type { EmulatorContext } from '../emulator-context.ts';
import type { Answer } from '../http/answer.ts';
import { readBody } from '../http/read-body.ts';

const bodyBytesMax = 64 * 1024;
const xml = new XMLBuilder({ suppressEmptyNode: true });
const operation = 'GetCallerIdentity';
const presigned = /^\/\?(?:.*&)?Action=GetCallerIdentity(?:&|$)/;

/** A call signed for STS, or a presigned one that somebody else sends. */
export function isStsRequest({ headers, method, url = '' }: IncomingMessage): boolean {
  if (headers.authorization?.includes('/sts/aws4_request')) return true;
  return method === 'GET' && presigned.test(url);
}

/** Everyone is the user `local`. Signatures are not checked, but what a presigned call itself says is. */
export async function answerStsRequest(context: EmulatorContext, request: IncomingMessage): Promise<Answer> {
  const asked =
    request.method === 'GET'
      ? new URL(request.url ?? '/', context.url).searchParams
      : new URLSearchParams((await readBody(request, bodyBytesMax)).toString());
  const asJson = request.headers.accept?.includes('application/json') ?? false;
  const refuse = (status: number, code: string, message: string) =>
    answer(status, asJson, { ErrorResponse: { Error: { Type: 'Sender', Code: code, Message: message } } });

  const name = asked.get('Action') ?? '';
  if (name !== operation) {
    return refuse(400, 'InvalidAction', `Local mode does not have the STS operation ${name}.`);
  }
  if (isExpired(asked, context.now())) return refuse(403, 'AccessDenied', 'Request has expired');
  const unsigned = (asked.get('X-Amz-SignedHeaders') ?? '').split(';').filter((header) => header !== '');
  if (unsigned.some((header) => request.headers[header] === undefined)) {
    return refuse(403, 'SignatureDoesNotMatch', 'A header that was signed is missing.');
  }
  return answer(200, asJson, {
    [`${operation}Response`]: {
      [`${operation}Result`]: {
        Account: context.accountId,
        Arn: `arn:aws:iam::${context.accountId}:user/local`,
        UserId: 'AIDALOCAL',
      },
      ResponseMetadata: { RequestId: context.newId() },
    },
  });
}

/** Of a presigned call: `20260131T120000Z` and seconds. */
function isExpired(asked: URLSearchParams, now: number): boolean {
  const signedAt = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(asked.get('X-Amz-Date') ?? '');
  if (signedAt === null) return false;
  const [, year, month, day, hour, minute, second] = signedAt;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return now > at + Number(asked.get('X-Amz-Expires') ?? 0) * 1000;
}

function answer(status: number, asJson: boolean, content: object): Answer {
  return asJson
    ? { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) }
    : { status, headers: { 'content-type': 'text/xml' }, body: xml.build(content) };
}
