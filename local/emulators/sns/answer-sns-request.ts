import type { IncomingMessage } from 'node:http';

import { XMLBuilder } from 'fast-xml-parser';

import { callerOf } from '../access.ts';
import type { EmulatorContext } from '../emulator-context.ts';
import type { Answer } from '../http/answer.ts';
import { readBody } from '../http/read-body.ts';
import { snsActions } from './actions/index.ts';
import { SnsError } from './sns-error.ts';
import { parseForm } from './sns-form.ts';

// A batch is at most 256 KiB, and a form may write each byte as three (%41).
const bodyBytesMax = 2 * 1024 * 1024;

const xml = new XMLBuilder({ suppressEmptyNode: true });

/** SNS's query protocol: a form with an Action, answered in XML. */
export async function answerSnsRequest(context: EmulatorContext, request: IncomingMessage): Promise<Answer> {
  const body = await readBody(request, bodyBytesMax);
  const form = parseForm(body.toString());
  const operation = form.optional('Action') ?? '';
  const requestId = context.newId();
  try {
    const action = snsActions.get(operation);
    if (!action) throw new SnsError('InvalidAction', `Local mode does not have the SNS operation ${operation}.`);
    // A batch needs the right of its single call: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
    const access = { action: `sns:${operation.replace(/Batch$/, '')}`, resource: form.optional('TopicArn') ?? '*' };
    const refusal = context.guard?.refusal(callerOf(request), [access]);
    if (refusal !== undefined) throw new SnsError('AuthorizationError', refusal, 403);
    const result = action(context, form);
    return answer(200, {
      [`${operation}Response`]: {
        [`${operation}Result`]: result,
        ResponseMetadata: { RequestId: requestId },
      },
    });
  } catch (error) {
    if (!(error instanceof SnsError)) throw error;
    return answer(error.status, {
      ErrorResponse: {
        Error: { Type: 'Sender', Code: error.code, Message: error.message },
        RequestId: requestId,
      },
    });
  }
}

function answer(status: number, content: object): Answer {
  return { status, headers: { 'content-type': 'text/xml' }, body: xml.build(content) };
}
