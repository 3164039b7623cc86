import { invalid } from '../dynamodb-error.ts';
import { optionalRecord, type DynamodbInput } from '../dynamodb-input.ts';
import type { AttributeValue } from '../values/attribute-value.ts';
import { readAttributeValue } from '../values/read-attribute-value.ts';
import type { Expression } from './expression.ts';

/** What the placeholders of a request's expressions stand for. */
export interface Scope {
  readonly names: ReadonlyMap<string, string>;
  readonly values: ReadonlyMap<string, AttributeValue>;
}

/** @throws {DynamodbError} for a placeholder that stands for nothing, and for one that no expression uses */
export function readScope(input: DynamodbInput, expressions: readonly (Expression<unknown> | undefined)[]): Scope {
  const names = new Map(
    entriesOf(input, 'ExpressionAttributeNames', /^#\w+$/).map(([alias, name]) => {
      if (typeof name !== 'string') throw invalid(`ExpressionAttributeNames contains an invalid value: ${alias}`);
      return [alias, name];
    }),
  );
  const values = new Map(
    entriesOf(input, 'ExpressionAttributeValues', /^:\w+$/).map(([name, value]) => [name, readAttributeValue(value)]),
  );
  const used = expressions.flatMap((expression) => (expression ? checkDefined(expression, { names, values }) : []));
  checkUsed('ExpressionAttributeNames', [...names.keys()], used);
  checkUsed('ExpressionAttributeValues', [...values.keys()], used);
  return { names, values };
}

function entriesOf(input: DynamodbInput, parameter: string, form: RegExp): readonly (readonly [string, unknown])[] {
  const given = optionalRecord(input, parameter);
  if (given === undefined) return [];
  const entries = Object.entries(given);
  if (entries.length === 0) throw invalid(`${parameter} must not be empty`);
  for (const [key] of entries) {
    if (!form.test(key)) throw invalid(`${parameter} contains invalid key: Syntax error; key: "${key}"`);
  }
  return entries;
}

function checkDefined({ kind, placeholders }: Expression<unknown>, { names, values }: Scope): readonly string[] {
  for (const placeholder of placeholders) {
    if (placeholder.startsWith('#') && !names.has(placeholder)) {
      const what = 'An expression attribute name used in the document path is not defined; attribute name';
      throw invalid(`Invalid ${kind}: ${what}: ${placeholder}`);
    }
    if (placeholder.startsWith(':') && !values.has(placeholder)) {
      const what = 'An expression attribute value used in expression is not defined; attribute value';
      throw invalid(`Invalid ${kind}: ${what}: ${placeholder}`);
    }
  }
  return placeholders;
}

function checkUsed(parameter: string, given: readonly string[], used: readonly string[]): void {
  const unused = given.filter((name) => !used.includes(name));
  if (unused.length > 0) {
    throw invalid(`Value provided in ${parameter} unused in expressions: keys: {${unused.join(', ')}}`);
  }
}
