import { invalidParameter } from '../sns-error.ts';
import type { Comparison, Condition, Scalar } from './filter-policy.ts';

/** Parses one element of a key's array: a value to equal, or an object with one operator. */
export function parseCondition(key: string, value: unknown): Condition {
  if (isScalar(value)) return { kind: 'exact', value };
  const [operation, ...others] = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (!operation || others.length > 0 || Array.isArray(value)) {
    throw invalidCondition(key, 'a match pattern must be a value or an object with one operator');
  }
  const [operator, operand]: [string, unknown] = operation;
  switch (operator) {
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
      return { kind: operator, text: parseText(key, operator, operand) };
    case 'exists':
      if (typeof operand !== 'boolean')
        throw invalidCondition(key, 'exists match pattern must be either true or false');
      return { kind: 'exists', exists: operand };
    case 'numeric':
      return { kind: 'numeric', comparisons: parseComparisons(key, operand) };
    case 'anything-but':
      return { kind: 'anything-but', conditions: parseExceptions(key, operand) };
    default:
      throw invalidCondition(key, `Unrecognized match type ${operator}, or one that local mode does not have`);
  }
}

function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function parseText(key: string, operator: string, operand: unknown): string {
  if (typeof operand === 'string' && operand !== '') return operand;
  throw invalidCondition(key, `${operator} match pattern must be a non-empty string`);
}

/** `"a"`, `["a", 1]`, or one of the text operators in an object. */
function parseExceptions(key: string, operand: unknown): readonly Condition[] {
  const list: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (list.length === 0) throw invalidCondition(key, 'anything-but must not be an empty array');
  return list.map((exception) => {
    const condition = parseCondition(key, exception);
    const isText =
      condition.kind === 'prefix' || condition.kind === 'suffix' || condition.kind === 'equals-ignore-case';
    const isValue = condition.kind === 'exact' && (typeof exception === 'string' || typeof exception === 'number');
    if (isValue || (isText && !Array.isArray(operand))) return condition;
    throw invalidCondition(key, 'anything-but takes strings, numbers, or one of prefix, suffix, equals-ignore-case');
  });
}

/** `["=", 5]`, or a range: `[">", 0, "<=", 100]`. */
function parseComparisons(key: string, operand: unknown): readonly Comparison[] {
  const parts: readonly unknown[] = Array.isArray(operand) ? operand : [];
  if (parts.length !== 2 && parts.length !== 4) {
    throw invalidCondition(key, 'numeric takes an operator and a number, or two of each');
  }
  const comparisons: Comparison[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const operator = parts[index];
    const value = parts[index + 1];
    if (!isOperator(operator) || typeof value !== 'number') throw invalidCondition(key, 'invalid numeric comparison');
    comparisons.push({ operator, value });
  }
  return comparisons;
}

function isOperator(value: unknown): value is Comparison['operator'] {
  return value === '=' || value === '<' || value === '<=' || value === '>' || value === '>=';
}

function invalidCondition(key: string, reason: string): Error {
  return invalidParameter(`FilterPolicy: "${key}": ${reason}`);
}
