import type { Access } from '../access.ts';
import { queueArn } from '../arn.ts';
import type { EmulatorContext } from '../emulator-context.ts';
import type { SqsInput } from './sqs-input.ts';

/** What an operation needs. A batch needs the right of its single call: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
export function accessesOf(context: EmulatorContext, operation: string, input: SqsInput): readonly Access[] {
  const action = `sqs:${operation.replace(/Batch$/, '')}`;
  const { QueueUrl, QueueName, SourceArn } = input;
  if (typeof SourceArn === 'string') return [{ action, resource: SourceArn }];
  const name = typeof QueueUrl === 'string' ? QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1) : QueueName;
  return [{ action, resource: typeof name === 'string' ? queueArn(context, name) : '*' }];
}
