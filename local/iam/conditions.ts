// Condition operators of IAM, as far as the template's policies use them.
import { StartRefused } from '../start-refused.ts';
import type { AccessContext } from '../emulators/access.ts';
import { matcherOf } from './matcher-of.ts';

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

type Compare = (value: string) => (asked: string) => boolean;

const equals: Compare = (value) => (asked) => asked === value;
const isBoolean: Compare = (value) => (asked) => asked.toLowerCase() === value.toLowerCase();
const arnLike: Compare = (pattern) => {
  const parts = arnParts(pattern).map(matcherOf);
  return (asked) => arnParts(asked).every((part, index) => parts[index]?.(part) ?? false);
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const comparisons: Readonly<Record<string, Compare>> = {
  StringEquals: equals,
  StringLike: matcherOf,
  ArnEquals: arnLike,
  ArnLike: arnLike,
  Bool: isBoolean,
  NumericLessThan: (limit) => (asked) => Number(asked) < Number(limit),
};
const negated: Readonly<Record<string, Compare>> = {
  StringNotEquals: equals,
  StringNotLike: matcherOf,
  ArnNotEquals: arnLike,
  ArnNotLike: arnLike,
};
const forAll = 'ForAllValues:';
const ifExists = 'IfExists';

/** @throws {StartRefused} for an operator that is not known: to overlook one would allow too much, or too little */
export function compileCondition({ operator, key, values }: Condition): (context: AccessContext) => boolean {
  const isForAll = operator.startsWith(forAll);
  const bare = isForAll ? operator.slice(forAll.length) : operator;
  const mayMiss = isForAll || bare.endsWith(ifExists);
  const name = bare.endsWith(ifExists) ? bare.slice(0, -ifExists.length) : bare;
  const compare = comparisons[name] ?? negated[name];
  if (compare === undefined) {
    throw new StartRefused(`Local mode does not know the condition ${operator}. Teach it in local/iam/conditions.ts.`);
  }
  const isNegated = name in negated;
  const compared = values.map(compare);
  const one = (asked: string) => compared.some((matches) => matches(asked)) !== isNegated;
  const wanted = key.toLowerCase();
  return (context) => {
    const asked = Object.entries(context).find(([known]) => known.toLowerCase() === wanted)?.[1] ?? [];
    // What is not there matches no value: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    if (asked.length === 0) return mayMiss || isNegated;
    return isForAll || isNegated ? asked.every(one) : asked.some(one);
  };
}

/** The first five parts have no colons; the last may. */
function arnParts(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
