import type { IncomingMessage } from 'node:http';

export type Service = 'SQS' | 'SNS' | 'S3' | 'DynamoDB';

export interface Operation {
  readonly service: Service;
  /** `SQS.SendMessage` */
  readonly name: string;
}

/** Which operation of which service an SDK asks for; every service says it in another way. */
export function operationOf({ headers, method = 'GET', url = '/' }: IncomingMessage, body: Buffer): Operation {
  const [prefix = '', action = ''] = String(headers['x-amz-target'] ?? '').split('.');
  if (prefix === 'AmazonSQS') return named('SQS', action);
  if (prefix.startsWith('DynamoDB')) return named('DynamoDB', action);
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return named('SNS', new URLSearchParams(body.toString('latin1')).get('Action') ?? 'unknown');
  }
  const { searchParams } = new URL(url, 'http://127.0.0.1');
  return named('S3', searchParams.get('x-id') ?? (searchParams.has('list-type') ? 'ListObjectsV2' : method));
}

const named = (service: Service, action: string): Operation => ({ service, name: `${service}.${action}` });
