import { appendFileSync, writeFileSync } from 'node:fs';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import type { Functions } from './start-functions.ts';

/** One invocation, as far as a bill asks. */
export interface RecordedInvocation {
  /** The function's short name. */
  readonly name: string;
  /** When it ended, in milliseconds since 1970. */
  readonly at: number;
  readonly ms: number;
  readonly isError: boolean;
  /** Of each message that a mapping brought along, in the bytes that SQS bills: body and attributes. */
  readonly messageBytes: readonly number[];
  /** How many of them have a group id. */
  readonly grouped: number;
}

/** The functions, with a line of JSON in the file for each invocation. Without a file as they are. */
export function recordInvocations(functions: Functions, file: string | undefined): Functions {
  if (file === undefined) return functions;
  writeFileSync(file, '');
  return {
    ...functions,
    async invoke(functionName, event) {
      const beganAt = performance.now();
      const outcome = await functions.invoke(functionName, event);
      const records = recordsOf(event);
      const invocation: RecordedInvocation = {
        name: functions.describe(functionName).shortName,
        at: Date.now(),
        ms: performance.now() - beganAt,
        isError: 'error' in outcome,
        messageBytes: records.map(bytesOf),
        grouped: records.filter(({ attributes }) => attributes.MessageGroupId !== undefined).length,
      };
      appendFileSync(file, `${JSON.stringify(invocation)}\n`);
      return outcome;
    },
  };
}

/** Of anything but a mapping there are none. */
function recordsOf(event: string): readonly SQSRecord[] {
  if (!event.startsWith('{"Records":[')) return [];
  const { Records }: SQSEvent = JSON.parse(event);
  return Records;
}

const bytesOf = ({ body, messageAttributes }: SQSRecord): number =>
  Object.entries(messageAttributes).reduce(
    (sum, [name, { dataType, stringValue = '', binaryValue = '' }]) =>
      sum + Buffer.byteLength(name + dataType + stringValue + binaryValue),
    Buffer.byteLength(body),
  );
