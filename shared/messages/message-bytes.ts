import type { Attributes } from '../ports.ts';

/**
 * What SQS and SNS count of a message: its text, and name, type and value of every attribute.
 * @param text in ASCII, as asciiJson writes it: its characters are its bytes
 */
export function messageBytes(text: string, attributes: Attributes): number {
  const attributeBytes = Object.entries(attributes).map(
    ([name, value]) => name.length + 'String'.length + value.length,
  );
  return attributeBytes.reduce((sum, bytes) => sum + bytes, text.length);
}
