import type { EmulatorContext } from '../../emulator-context.ts';
import { elapsedMs } from '../../emulator-context.ts';
import { receiveMessages } from '../messages/receive-messages.ts';
import { showMessage } from '../messages/show-message.ts';
import { integerAttribute, requireQueue } from '../queues/find-queue.ts';
import type { SqsInput } from '../sqs-input.ts';
import { optionalInteger, stringList } from '../sqs-input.ts';

/** Attributes come back only when they are asked for, so that a consumer that forgets to ask fails here too. */
export async function receiveMessage(context: EmulatorContext, input: SqsInput, signal: AbortSignal): Promise<object> {
  const queue = requireQueue(context, input);
  const max = optionalInteger(input, 'MaxNumberOfMessages', { min: 1, max: 10 }) ?? 1;
  const visibilitySeconds = optionalInteger(input, 'VisibilityTimeout', { min: 0, max: 43_200 });
  const waitSeconds =
    optionalInteger(input, 'WaitTimeSeconds', { min: 0, max: 20 }) ??
    integerAttribute(queue, 'ReceiveMessageWaitTimeSeconds');
  const systemAttributeNames = [
    ...stringList(input, 'AttributeNames'),
    ...stringList(input, 'MessageSystemAttributeNames'),
  ];
  const messageAttributeNames = stringList(input, 'MessageAttributeNames');
  const messages = await receiveMessages(context, queue.id, {
    max,
    visibilitySeconds,
    waitMs: elapsedMs(context, waitSeconds),
    signal,
  });
  if (messages.length === 0) return {};
  return { Messages: messages.map((message) => showMessage(message, { systemAttributeNames, messageAttributeNames })) };
}
