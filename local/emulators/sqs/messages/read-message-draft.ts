import type { Queue } from '../queues/find-queue.ts';
import { integerAttribute } from '../queues/find-queue.ts';
import { invalidParameter, SqsError } from '../sqs-error.ts';
import type { SqsInput } from '../sqs-input.ts';
import { isRecord, optionalInteger, optionalString, requiredString } from '../sqs-input.ts';
import { groupIdFault } from './group-id-fault.ts';
import { attributeBytes, attributeFault, attributesMax, hasIllegalCharacter } from './message-attributes.ts';
import type { MessageAttribute } from './received-message.ts';
import type { MessageDraft } from './store-message.ts';

/** Reads one message to send, from a SendMessage request or a batch entry, and refuses what SQS refuses. */
export function readMessageDraft(queue: Queue, input: SqsInput): MessageDraft {
  const body = requiredString(input, 'MessageBody');
  const attributes = readAttributes(input['MessageAttributes'], 'MessageAttributes');
  const system = readAttributes(input['MessageSystemAttributes'], 'MessageSystemAttributes');
  if (hasIllegalCharacter(body)) {
    throw new SqsError('InvalidMessageContents', 'Invalid characters found in the message body.');
  }
  if (input['MessageDeduplicationId'] !== undefined) {
    throw invalidParameter('MessageDeduplicationId', input['MessageDeduplicationId'], 'It is for FIFO queues only.');
  }
  const groupId = optionalString(input, 'MessageGroupId');
  const fault = groupId === undefined ? undefined : groupIdFault(groupId);
  if (fault) throw invalidParameter('MessageGroupId', groupId, fault);
  const bytesMax = integerAttribute(queue, 'MaximumMessageSize');
  if (draftBytes({ body, attributes }) > bytesMax) {
    throw new SqsError(
      'InvalidParameterValueException',
      `One or more parameters are invalid. Reason: Message must be shorter than ${bytesMax} bytes.`,
    );
  }
  const delaySeconds = optionalInteger(input, 'DelaySeconds', { min: 0, max: 900 });
  return {
    body,
    attributes,
    delaySeconds: delaySeconds ?? integerAttribute(queue, 'DelaySeconds'),
    groupId,
    traceHeader: traceHeader(system),
  };
}

/** The size that counts against a message's and a batch's limit; AWSTraceHeader does not. */
export function draftBytes(draft: Pick<MessageDraft, 'body' | 'attributes'>): number {
  return Buffer.byteLength(draft.body) + attributeBytes(draft.attributes);
}

function readAttributes(value: unknown, parameter: string): Record<string, MessageAttribute> {
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) throw invalidParameter(parameter, value, 'Must be a map.');
  const entries = Object.entries(value).map(([name, entry]) => [name, readAttribute(name, entry)] as const);
  if (entries.length > attributesMax) {
    throw invalidParameter(parameter, entries.length, `Number of message attributes must be at most ${attributesMax}.`);
  }
  return Object.fromEntries(entries);
}

function readAttribute(name: string, value: unknown): MessageAttribute {
  if (!isRecord(value)) throw invalidParameter(name, value, 'A message attribute must be an object.');
  const text = optionalString(value, 'StringValue');
  const binary = optionalString(value, 'BinaryValue');
  const attribute = {
    DataType: requiredString(value, 'DataType'),
    ...(text !== undefined && { StringValue: text }),
    ...(binary !== undefined && { BinaryValue: binary }),
  };
  const fault = attributeFault(name, attribute);
  if (fault) throw new SqsError('InvalidParameterValueException', fault);
  if (hasIllegalCharacter(text ?? '')) {
    throw new SqsError('InvalidMessageContents', `Invalid characters found in the message attribute '${name}'.`);
  }
  return attribute;
}

function traceHeader(system: Readonly<Record<string, MessageAttribute>>): string | undefined {
  for (const name of Object.keys(system)) {
    if (name !== 'AWSTraceHeader')
      throw invalidParameter('MessageSystemAttributes', name, 'Only AWSTraceHeader exists.');
  }
  return system['AWSTraceHeader']?.StringValue;
}
