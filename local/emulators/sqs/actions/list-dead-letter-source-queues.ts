import type { EmulatorContext } from '../../emulator-context.ts';
import { queueUrl, requireQueue } from '../queues/find-queue.ts';
import { listSourcesOfDeadLetters } from '../queues/list-sources-of-dead-letters.ts';
import { pageOfNames } from '../queues/page-of-names.ts';
import type { SqsInput } from '../sqs-input.ts';

export function listDeadLetterSourceQueues(context: EmulatorContext, input: SqsInput): object {
  const queue = requireQueue(context, input);
  const sources = listSourcesOfDeadLetters(context, queue.arn).map((source) => source.name);
  const page = pageOfNames(sources, input);
  // Of all of SQS's answers only this one writes its member with a small letter.
  return { queueUrls: page.names.map((name) => queueUrl(context, name)), ...page.next };
}
