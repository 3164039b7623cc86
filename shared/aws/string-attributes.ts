import type { Attributes } from '../ports.ts';

/** SQS and SNS share the shape of message attributes; ours are all strings. */
export function stringAttributes(attributes: Attributes) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  );
}
