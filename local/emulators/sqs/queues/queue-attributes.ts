// The attributes a queue can be given, with AWS's ranges and defaults.
import { isDeepStrictEqual } from 'node:util';

import { SqsError } from '../sqs-error.ts';

export type QueueAttributes = Readonly<Record<string, string>>;

interface IntegerAttribute {
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

const integerAttributes: Readonly<Record<string, IntegerAttribute>> = {
  DelaySeconds: { default: 0, min: 0, max: 900 },
  MaximumMessageSize: { default: 1_048_576, min: 1024, max: 1_048_576 },
  MessageRetentionPeriod: { default: 345_600, min: 60, max: 1_209_600 },
  ReceiveMessageWaitTimeSeconds: { default: 0, min: 0, max: 20 },
  VisibilityTimeout: { default: 30, min: 0, max: 43_200 },
};

const jsonAttributes = new Set(['Policy', 'RedrivePolicy', 'RedriveAllowPolicy']);

// Encryption is kept and reported, and has no effect on a laptop.
const encryptionAttributes = new Set(['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled']);

export const defaultAttributes: QueueAttributes = {
  ...Object.fromEntries(Object.entries(integerAttributes).map(([name, { default: value }]) => [name, String(value)])),
  SqsManagedSseEnabled: 'true',
};

/** Throws AWS's error for an attribute it does not have or a value it does not take. An empty JSON value unsets it. */
export function checkAttributes(attributes: QueueAttributes): void {
  for (const [name, value] of Object.entries(attributes)) checkAttribute(name, value);
}

function checkAttribute(name: string, value: string): void {
  const integer = integerAttributes[name];
  if (integer) {
    const inRange = /^\d{1,9}$/.test(value) && Number(value) >= integer.min && Number(value) <= integer.max;
    if (!inRange) throw invalidValue(name, `it must be between ${integer.min} and ${integer.max}`);
    return;
  }
  if (jsonAttributes.has(name)) {
    if (value !== '' && parseJson(value) === undefined) throw invalidValue(name, 'it must be a JSON object');
    return;
  }
  if (name === 'FifoQueue' && value === 'false') return;
  if (/^(?:Fifo|ContentBased|Deduplication)/.test(name)) {
    throw new SqsError('InvalidAttributeName', `Local mode has no FIFO queues, so it refuses the attribute ${name}.`);
  }
  if (!encryptionAttributes.has(name)) throw new SqsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

function invalidValue(name: string, reason: string): SqsError {
  return new SqsError('InvalidAttributeValue', `Invalid value for the parameter ${name}: ${reason}.`);
}

/** The object inside a JSON attribute; undefined when it is not one. */
export function parseJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? { ...parsed } : undefined;
  } catch {
    // Not JSON at all is the same answer as JSON of another kind: the caller words the error.
    return undefined;
  }
}

/** Compares meaning, not text: a template may write the same policy with its keys in another order. */
export function sameAttribute(name: string, left: string, right: string): boolean {
  if (left === right) return true;
  if (!jsonAttributes.has(name) || left === '' || right === '') return false;
  return isDeepStrictEqual(comparable(left), comparable(right));
}

function comparable(text: string): unknown {
  const policy = parseJson(text);
  // SQS takes the count as a number and as a string.
  return policy && 'maxReceiveCount' in policy
    ? { ...policy, maxReceiveCount: Number(policy['maxReceiveCount']) }
    : policy;
}
