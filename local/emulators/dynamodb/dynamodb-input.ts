// Readers of the JSON that the SDK sends; each answers a wrong type or range with AWS's own error.
import { DynamodbError, invalid, missingHere } from './dynamodb-error.ts';

export type DynamodbInput = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is DynamodbInput {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** DynamoDB ignores what it does not know; we would rather say what we do not have. */
export function refuseOthers(input: DynamodbInput, known: readonly string[]): void {
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined && value !== null && !known.includes(name)) throw missingHere(`the parameter ${name} here`);
  }
}

export function requiredString(input: DynamodbInput, name: string): string {
  const value = optionalString(input, name);
  if (value === undefined) throw missing(name);
  return value;
}

export function optionalString(input: DynamodbInput, name: string): string | undefined {
  const value = input[name] ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw wrongType(name, 'String');
  return value;
}

export function optionalBoolean(input: DynamodbInput, name: string): boolean | undefined {
  const value = input[name] ?? undefined;
  if (value !== undefined && typeof value !== 'boolean') throw wrongType(name, 'Boolean');
  return value;
}

/** At least 1. */
export function optionalCount(input: DynamodbInput, name: string, max = Infinity): number | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(name, 'Integer');
  if (value < 1) throw constraint(name, String(value), 'Member must have value greater than or equal to 1');
  if (value > max) throw constraint(name, String(value), `Member must have value less than or equal to ${max}`);
  return value;
}

export function optionalRecord(input: DynamodbInput, name: string): DynamodbInput | undefined {
  const value = input[name] ?? undefined;
  if (value !== undefined && !isRecord(value)) throw wrongType(name, 'Map');
  return value;
}

export function requiredRecord(input: DynamodbInput, name: string): DynamodbInput {
  const value = optionalRecord(input, name);
  if (value === undefined) throw missing(name);
  return value;
}

/** None where the list is absent. */
export function recordList(input: DynamodbInput, name: string): readonly DynamodbInput[] {
  const value = input[name] ?? [];
  if (!Array.isArray(value)) throw wrongType(name, 'List');
  return value.map((entry: unknown) => {
    if (!isRecord(entry)) throw wrongType(name, 'Map');
    return entry;
  });
}

export function optionalWord<Word extends string>(
  input: DynamodbInput,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const value = optionalString(input, name);
  if (value === undefined) return undefined;
  const found = words.find((word) => word === value);
  if (found === undefined) throw constraint(name, value, `Member must satisfy enum value set: [${words.join(', ')}]`);
  return found;
}

export function missing(name: string): DynamodbError {
  return constraint(name, undefined, 'Member must not be null');
}

export function constraint(name: string, value: string | undefined, rule: string): DynamodbError {
  const shown = value === undefined ? 'null' : `'${value}'`;
  const place = name.charAt(0).toLowerCase() + name.slice(1);
  return invalid(`1 validation error detected: Value ${shown} at '${place}' failed to satisfy constraint: ${rule}`);
}

function wrongType(name: string, type: string): DynamodbError {
  return new DynamodbError('SerializationException', `${name} must be of the type ${type}`);
}
