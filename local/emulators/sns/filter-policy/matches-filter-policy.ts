import type { MessageAttribute, MessageAttributes } from '../../sqs/messages/received-message.ts';
import type { Comparison, Condition, FilterPolicy, Scalar } from './filter-policy.ts';

/**
 * Whether SNS would deliver a message with these attributes. An empty policy lets everything through; any other lets
 * no message without attributes through, not even `exists: false`:
 * https://docs.aws.amazon.com/sns/latest/dg/attribute-key-matching.html
 */
export function matchesFilterPolicy(policy: FilterPolicy, attributes: MessageAttributes): boolean {
  if (policy.keys.size === 0 && policy.alternatives.length === 0) return true;
  return Object.keys(attributes).length > 0 && matchesLevel(policy, attributes);
}

function matchesLevel(policy: FilterPolicy, attributes: MessageAttributes): boolean {
  for (const [name, conditions] of policy.keys) {
    const attribute = attributes[name];
    if (!conditions.some((condition) => matchesAttribute(condition, attribute))) return false;
  }
  return policy.alternatives.every((group) => group.some((alternative) => matchesLevel(alternative, attributes)));
}

function matchesAttribute(condition: Condition, attribute: MessageAttribute | undefined): boolean {
  if (condition.kind === 'exists') return condition.exists === (attribute !== undefined);
  if (!attribute) return false;
  return valuesOf(attribute).some((value) => matchesValue(condition, value));
}

/** A String.Array offers each of its elements; a Binary attribute offers nothing to match. */
function valuesOf({ DataType, StringValue = '' }: MessageAttribute): readonly Scalar[] {
  if (DataType === 'String.Array') return arrayElements(StringValue);
  const [type] = DataType.split('.');
  if (type === 'Number') return [Number(StringValue)];
  return type === 'String' ? [StringValue] : [];
}

function arrayElements(text: string): readonly Scalar[] {
  try {
    const elements: unknown = JSON.parse(text);
    return Array.isArray(elements) ? elements : [];
  } catch {
    // Text that is not a JSON array has no elements to match; SNS takes the message all the same.
    return [];
  }
}

function matchesValue(condition: Exclude<Condition, { kind: 'exists' }>, value: Scalar): boolean {
  switch (condition.kind) {
    case 'exact':
      return condition.value === value;
    case 'prefix':
      return typeof value === 'string' && value.startsWith(condition.text);
    case 'suffix':
      return typeof value === 'string' && value.endsWith(condition.text);
    case 'equals-ignore-case':
      return typeof value === 'string' && value.toLowerCase() === condition.text.toLowerCase();
    case 'numeric':
      return (
        typeof value === 'number' &&
        condition.comparisons.every(({ operator, value: bound }) => compare[operator](value, bound))
      );
    case 'anything-but':
    default:
      return !condition.conditions.some((exception) => exception.kind !== 'exists' && matchesValue(exception, value));
  }
}

const compare: Readonly<Record<Comparison['operator'], (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};
