import type { Attributes } from '../ports.ts';

/** What SQS and SNS count of a message, in UTF-8: its text, and name, type and value of every attribute. */
export function messageBytes(text: string, attributes: Attributes): number {
  let bytes = Buffer.byteLength(text);
  for (const name of Object.keys(attributes)) {
    bytes += Buffer.byteLength(name) + 'String'.length + Buffer.byteLength(attributes[name] ?? '');
  }
  return bytes;
}
