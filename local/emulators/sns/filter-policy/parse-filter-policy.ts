import { invalidParameter } from '../sns-error.ts';
import type { Condition, FilterPolicy } from './filter-policy.ts';
import { parseCondition } from './parse-condition.ts';

// https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
const keysMax = 5;
const combinationsMax = 150;

/** Parses a policy of scope MessageAttributes, and throws InvalidParameter for anything that SNS would not take. */
export function parseFilterPolicy(text: string): FilterPolicy {
  const policy = parseLevel(parseJson(text));
  const names = keyNames(policy);
  if (names.size > keysMax) throw invalidPolicy(`Filter policy can not have more than ${keysMax} keys`);
  if (countCombinations(policy) > combinationsMax) {
    throw invalidPolicy(`Filter policy is too complex: it has more than ${combinationsMax} combinations of values`);
  }
  return policy;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidPolicy(`failed to parse JSON. ${String(error)}`);
  }
}

function parseLevel(value: unknown): FilterPolicy {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidPolicy('Filter policy must be a JSON object');
  }
  const keys = new Map<string, readonly Condition[]>();
  const alternatives: FilterPolicy[][] = [];
  for (const [name, conditions] of Object.entries(value)) {
    if (name === '$or') alternatives.push(parseAlternatives(conditions));
    else keys.set(name, parseConditions(name, conditions));
  }
  return { keys, alternatives };
}

function parseAlternatives(value: unknown): FilterPolicy[] {
  if (!Array.isArray(value) || value.length < 2) throw invalidPolicy('"$or" must be an array of at least two objects');
  return value.map(parseLevel);
}

function parseConditions(name: string, value: unknown): readonly Condition[] {
  if (!Array.isArray(value)) throw invalidPolicy(`"${name}" must be an array`);
  if (value.length === 0) throw invalidPolicy(`"${name}" must not be an empty array`);
  return value.map((condition) => parseCondition(name, condition));
}

function keyNames(policy: FilterPolicy): ReadonlySet<string> {
  const nested = policy.alternatives.flat().flatMap((alternative) => [...keyNames(alternative)]);
  return new Set([...policy.keys.keys(), ...nested]);
}

/** The product over the keys; an `$or` counts as the sum of its alternatives. */
function countCombinations(policy: FilterPolicy): number {
  let combinations = 1;
  for (const conditions of policy.keys.values()) combinations *= conditions.length;
  for (const group of policy.alternatives) {
    combinations *= group.reduce((sum, alternative) => sum + countCombinations(alternative), 0);
  }
  return combinations;
}

function invalidPolicy(reason: string): Error {
  return invalidParameter(`FilterPolicy: ${reason}`);
}
