import type { EmulatorContext } from '../../emulator-context.ts';
import { attributeBytes, attributeFault, hasIllegalCharacter } from '../../sqs/messages/message-attributes.ts';
import { groupIdFault } from '../../sqs/messages/group-id-fault.ts';
import type { MessageAttribute, MessageAttributes } from '../../sqs/messages/received-message.ts';
import { invalidParameter, SnsError } from '../sns-error.ts';
import type { SnsForm } from '../sns-form.ts';
import type { Notification } from './notification.ts';

/** AWS's limit of one message, and of all messages of a batch together. */
export const publishBytesMax = 262_144;

/** Reads one message to publish, from a Publish request or a batch entry, and refuses what SNS refuses. */
export function readNotification(context: EmulatorContext, topicArn: string, form: SnsForm): Notification {
  const published = form.optional('Message') ?? '';
  if (published === '') throw invalidParameter('Empty message');
  const attributes = readAttributes(form);
  if (notificationBytes(form) > publishBytesMax) throw invalidParameter('Message too long');
  if (form.optional('MessageDeduplicationId') !== undefined) {
    throw invalidParameter('MessageDeduplicationId: it is for FIFO topics only, which local mode does not have');
  }
  const groupId = form.optional('MessageGroupId');
  const fault = groupId === undefined ? undefined : groupIdFault(groupId);
  if (fault) throw invalidParameter(`MessageGroupId: ${fault}`);
  const message = form.optional('MessageStructure') === 'json' ? textForQueues(published) : published;
  if (hasIllegalCharacter(message)) throw invalidParameter('Message: it has characters that XML 1.0 does not allow');
  return {
    messageId: context.newId(),
    topicArn,
    subject: form.optional('Subject'),
    message,
    attributes,
    groupId,
    publishedAt: context.now(),
  };
}

/** What counts against the limit: the message with its attributes. Works on entries that will be refused, too. */
export function notificationBytes(form: SnsForm): number {
  return Buffer.byteLength(form.optional('Message') ?? '') + attributeBytes(rawAttributes(form));
}

/** MessageStructure json: one text per protocol, and `default` for those it does not name. */
function textForQueues(published: string): string {
  const texts = parseTexts(published);
  const text = texts['sqs'] ?? texts['default'];
  if (typeof text !== 'string') throw invalidParameter('Message Structure - No default entry in JSON message body');
  return text;
}

function parseTexts(published: string): Readonly<Record<string, unknown>> {
  try {
    const texts: unknown = JSON.parse(published);
    return typeof texts === 'object' && texts !== null ? { ...texts } : {};
  } catch (error) {
    throw invalidParameter(`Message Structure - JSON message body failed to parse. ${String(error)}`);
  }
}

function readAttributes(form: SnsForm): MessageAttributes {
  const attributes = rawAttributes(form);
  for (const [name, attribute] of Object.entries(attributes)) {
    const fault = attributeFault(name, attribute);
    if (fault) throw new SnsError('ParameterValueInvalid', fault);
    if (hasIllegalCharacter(attribute.StringValue ?? '')) {
      throw invalidParameter(`The message attribute '${name}' has characters that XML 1.0 does not allow`);
    }
  }
  return attributes;
}

function rawAttributes(form: SnsForm): MessageAttributes {
  const attributes = form.list('MessageAttributes.entry').map((entry): readonly [string, MessageAttribute] => {
    const text = entry.optional('Value.StringValue');
    const binary = entry.optional('Value.BinaryValue');
    const value = {
      DataType: entry.optional('Value.DataType') ?? '',
      ...(text !== undefined && { StringValue: text }),
      ...(binary !== undefined && { BinaryValue: binary }),
    };
    return [entry.optional('Name') ?? '', value];
  });
  return Object.fromEntries(attributes);
}
