// Which message attributes SQS and SNS take, how many bytes they count for, and which characters they may hold.
import type { MessageAttribute, MessageAttributes } from './received-message.ts';

export const attributesMax = 10;

// XML 1.0's characters, the only ones SQS takes. Lone surrogates fall outside of it too, thanks to the u flag.
// eslint-disable-next-line no-control-regex
const illegalCharacter = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

export function hasIllegalCharacter(text: string): boolean {
  return illegalCharacter.test(text);
}

/** The sentence that tells what is wrong with one attribute; undefined when SQS and SNS would take it. */
export function attributeFault(name: string, attribute: MessageAttribute): string | undefined {
  if (!/^[\w.-]{1,256}$/.test(name) || /^(?:aws|amazon)\.|^\.|\.\.|\.$/i.test(name)) {
    return `Invalid message attribute name: ${name}`;
  }
  const [type] = attribute.DataType.split('.');
  if (type !== 'String' && type !== 'Number' && type !== 'Binary') {
    return `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`;
  }
  const value = type === 'Binary' ? attribute.BinaryValue : attribute.StringValue;
  if (value === undefined || value === '') {
    return `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`;
  }
  if (type === 'Number' && !/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(value)) {
    return `Can't cast the value of message attribute '${name}' to a number.`;
  }
  return undefined;
}

/** What the attributes add to the size of a message: names, types and values count. */
export function attributeBytes(attributes: MessageAttributes): number {
  let bytes = 0;
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    bytes +=
      BinaryValue === undefined ? Buffer.byteLength(StringValue ?? '') : Buffer.byteLength(BinaryValue, 'base64');
  }
  return bytes;
}
