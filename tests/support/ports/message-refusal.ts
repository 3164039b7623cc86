import { messageBytes } from '#shared/messages/message-bytes.ts';
import type { Attributes } from '#shared/ports.ts';

/** These, and half characters, SQS and SNS refuse: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const NOT_XML = /[^\t\n\r\u0020-\uFFFD]/;
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const QUEUE_ATTRIBUTES_MAX = 10;

export interface MessageLimits {
  readonly bytesMax: number;
  /** SNS takes any number: a queue behind it may not. */
  readonly attributesMax?: number;
}

export const QUEUE_LIMITS: MessageLimits = { bytesMax: 1_048_576, attributesMax: QUEUE_ATTRIBUTES_MAX };

/** What SQS or SNS says against this message for ever. */
export function messageRefusal(
  text: string,
  attributes: Attributes,
  { bytesMax, attributesMax = Infinity }: MessageLimits,
): Error | undefined {
  const values = Object.values(attributes);
  if (text === '') return new Error('MissingParameter: the message is empty');
  if (values.includes('')) return new Error('InvalidParameterValue: an attribute is empty');
  if (values.length > attributesMax)
    return new Error(`InvalidParameterValue: ${values.length} attributes are too many`);
  if ([text, ...values].some((value) => NOT_XML.test(value) || !value.isWellFormed()))
    return new Error('InvalidMessageContents: not XML');
  if (messageBytes(text, attributes) > bytesMax) return new Error(`InvalidParameterValue: more than ${bytesMax} bytes`);
  return undefined;
}
