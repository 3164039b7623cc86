import type { EmulatorContext } from '../../emulator-context.ts';
import { listAllQueues, queueUrl } from '../queues/find-queue.ts';
import { pageOfNames } from '../queues/page-of-names.ts';
import type { SqsInput } from '../sqs-input.ts';
import { optionalString } from '../sqs-input.ts';

export function listQueues(context: EmulatorContext, input: SqsInput): object {
  const prefix = optionalString(input, 'QueueNamePrefix') ?? '';
  const names = listAllQueues(context).map((queue) => queue.name);
  const page = pageOfNames(
    names.filter((name) => name.startsWith(prefix)),
    input,
  );
  return { QueueUrls: page.names.map((name) => queueUrl(context, name)), ...page.next };
}
