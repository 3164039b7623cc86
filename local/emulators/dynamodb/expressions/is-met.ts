import type { AttributeValue, Item } from '../values/attribute-value.ts';
import { membersOf, typeOf } from '../values/attribute-value.ts';
import { areEqual, compareValues } from '../values/compare-values.ts';
import type { Comparator, Condition, FunctionName } from './condition.ts';
import { resolveOperand, type Operand } from './operand.ts';
import type { Scope } from './scope.ts';

/** Whether the item is as the condition wants it; an item that is not there has no attributes. */
export function isMet(condition: Condition, item: Item, scope: Scope): boolean {
  const resolve = (operand: Operand | undefined) => operand && resolveOperand(operand, item, scope);
  switch (condition.type) {
    case 'and':
      return isMet(condition.left, item, scope) && isMet(condition.right, item, scope);
    case 'or':
      return isMet(condition.left, item, scope) || isMet(condition.right, item, scope);
    case 'not':
      return !isMet(condition.condition, item, scope);
    case 'compare':
      return compares(condition.comparator, resolve(condition.left), resolve(condition.right));
    case 'between': {
      const value = resolve(condition.operand);
      return compares('>=', value, resolve(condition.low)) && compares('<=', value, resolve(condition.high));
    }
    case 'in': {
      const value = resolve(condition.operand);
      return condition.list.some((one) => compares('=', value, resolve(one)));
    }
    case 'call':
    default: {
      const [value, argument] = condition.operands.map(resolve);
      return functions[condition.name](value, argument);
    }
  }
}

function compares(
  comparator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  const areBoth = left !== undefined && right !== undefined;
  // What is not there is different from everything, and has no order.
  if (comparator === '=') return areBoth && areEqual(left, right);
  if (comparator === '<>') return !areBoth || !areEqual(left, right);
  const difference = areBoth ? compareValues(left, right) : undefined;
  return difference !== undefined && holds[comparator](difference);
}

const holds: Readonly<Record<Exclude<Comparator, '=' | '<>'>, (difference: number) => boolean>> = {
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
};

type Call = (value: AttributeValue | undefined, argument: AttributeValue | undefined) => boolean;

const functions: Readonly<Record<FunctionName, Call>> = {
  attribute_exists: (value) => value !== undefined,
  attribute_not_exists: (value) => value === undefined,
  attribute_type: (value, argument) =>
    value !== undefined && argument !== undefined && 'S' in argument && typeOf(value) === argument.S,
  begins_with: (value, argument) => value !== undefined && argument !== undefined && beginsWith(value, argument),
  contains: (value, argument) => value !== undefined && argument !== undefined && contains(value, argument),
};

function beginsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  if ('S' in value && 'S' in prefix) return value.S.startsWith(prefix.S);
  if (!('B' in value && 'B' in prefix)) return false;
  const bytes = Buffer.from(prefix.B, 'base64');
  return Buffer.from(value.B, 'base64').subarray(0, bytes.length).equals(bytes);
}

function contains(value: AttributeValue, part: AttributeValue): boolean {
  if ('L' in value) return value.L.some((element) => areEqual(element, part));
  if ('S' in value) return 'S' in part && value.S.includes(part.S);
  if ('B' in value) return 'B' in part && Buffer.from(value.B, 'base64').includes(Buffer.from(part.B, 'base64'));
  const [member = ''] = Object.values(part);
  return typeOf(value) === `${typeOf(part)}S` && (membersOf(value) ?? []).includes(member);
}
