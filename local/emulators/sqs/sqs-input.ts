// Readers of the JSON that the SDK sends; each answers a wrong type or range with AWS's own error.
import { invalidParameter, SqsError } from './sqs-error.ts';

export type SqsInput = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is SqsInput {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function missingParameter(name: string): SqsError {
  return new SqsError('MissingRequiredParameterException', `The request must contain the parameter ${name}.`);
}

/** Empty counts as absent: SQS has no parameter for which the empty string means something. */
export function requiredString(input: SqsInput, name: string): string {
  const value = optionalString(input, name);
  if (value === undefined || value === '') throw missingParameter(name);
  return value;
}

export function optionalString(input: SqsInput, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalidParameter(name, value, 'Must be a string.');
  return value;
}

export function optionalInteger(
  input: SqsInput,
  name: string,
  range: { readonly min: number; readonly max: number },
): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  const { min, max } = range;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    throw invalidParameter(name, value, `Must be between ${min} and ${max}, if provided.`);
  }
  return value;
}

export function stringList(input: SqsInput, name: string): readonly string[] {
  const value = input[name] ?? [];
  if (!Array.isArray(value)) throw invalidParameter(name, value, 'Must be a list.');
  return value.map(String);
}

export function stringMap(input: SqsInput, name: string): Readonly<Record<string, string>> {
  const value = input[name] ?? {};
  if (!isRecord(value)) throw invalidParameter(name, value, 'Must be a map.');
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, String(entry)]));
}
