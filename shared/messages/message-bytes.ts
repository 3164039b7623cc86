import type { Attributes } from '../ports.ts';

/** What SQS and SNS count of a message, in UTF-8: its text, and name, type and value of every attribute. */
export function messageBytes(text: string, attributes: Attributes): number {
  const texts = Object.entries(attributes).flatMap(([name, value]) => [name, 'String', value]);
  return [text, ...texts].reduce((sum, counted) => sum + Buffer.byteLength(counted), 0);
}
