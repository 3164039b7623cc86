import { randomUUID } from 'node:crypto';
import type { Answer } from '../../../local/emulators/http/answer.ts';
import type { Service } from './operation-of.ts';

export type Refusal = 'unavailable' | 'throttled';

interface Told {
  readonly status: number;
  readonly code: string;
}

/** The names that each service's model has for it: an SDK retries by code as well as by status. */
const refusals: Readonly<Record<Service, Readonly<Record<Refusal, Told>>>> = {
  SQS: {
    unavailable: { status: 503, code: 'ServiceUnavailable' },
    throttled: { status: 403, code: 'RequestThrottled' },
  },
  SNS: {
    unavailable: { status: 500, code: 'InternalError' },
    throttled: { status: 429, code: 'Throttled' },
  },
  S3: {
    unavailable: { status: 500, code: 'InternalError' },
    throttled: { status: 503, code: 'SlowDown' },
  },
  DynamoDB: {
    unavailable: { status: 500, code: 'InternalServerError' },
    throttled: { status: 400, code: 'ProvisionedThroughputExceededException' },
  },
};

const MESSAGE = 'Chaos refuses this request.';

/** How the service itself would refuse: https://docs.aws.amazon.com/general/latest/gr/api-retries.html */
export function refusalOf(service: Service, refusal: Refusal): Answer {
  const { status, code } = refusals[service][refusal];
  const requestId = randomUUID();
  if (service === 'S3') {
    const xml = `<Error><Code>${code}</Code><Message>${MESSAGE}</Message><RequestId>${requestId}</RequestId></Error>`;
    return { status, headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId }, body: xml };
  }
  const type = status < 500 ? 'Sender' : 'Receiver';
  if (service === 'SNS') {
    const error = `<Error><Type>${type}</Type><Code>${code}</Code><Message>${MESSAGE}</Message></Error>`;
    const xml = `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">${error}<RequestId>${requestId}</RequestId></ErrorResponse>`;
    return { status, headers: { 'content-type': 'text/xml' }, body: xml };
  }
  return {
    status,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-requestid': requestId,
      ...(service === 'SQS' && { 'x-amzn-query-error': `${code};${type}` }),
    },
    body: JSON.stringify({ __type: `${namespaces[service]}#${code}`, message: MESSAGE }),
  };
}

const namespaces = { SQS: 'com.amazonaws.sqs', DynamoDB: 'com.amazonaws.dynamodb.v20120810' } as const;
