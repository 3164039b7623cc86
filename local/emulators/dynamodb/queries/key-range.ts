import { invalid } from '../dynamodb-error.ts';
import type { Condition } from '../expressions/condition.ts';
import type { Operand } from '../expressions/operand.ts';
import { resolvePath } from '../expressions/path.ts';
import type { Scope } from '../expressions/scope.ts';
import { bytesOf, isEmpty } from '../items/item-key.ts';
import type { Keys, Table } from '../tables/table.ts';
import { typeOf } from '../values/attribute-value.ts';

export interface Bound {
  readonly operator: '=' | '<' | '<=' | '>' | '>=';
  readonly bytes: Buffer;
}

/** One partition, and the sort keys in it that are meant. */
export interface KeyRange {
  readonly partition: Buffer;
  readonly sort: readonly Bound[];
}

/** @throws {DynamodbError} for what is not the partition key's value and at most one range of sort keys */
export function keyRange(condition: Condition, keys: Keys, keyTypes: Table['keyTypes'], scope: Scope): KeyRange {
  const parts = condition.type === 'and' ? [condition.left, condition.right] : [condition];
  const bounds = parts.map((part) => readBounds(part, keyTypes, scope));
  const partition = bounds.find(({ name }) => name === keys.partition);
  const [equal] = partition?.bounds ?? [];
  if (partition === undefined) throw invalid(`Query condition missed key schema element: ${keys.partition}`);
  if (equal?.operator !== '=') throw invalid('Query key condition not supported');
  const sort = bounds.find((one) => one !== partition);
  if (sort && sort.name !== keys.sort)
    throw invalid(`Query condition missed key schema element: ${keys.sort ?? keys.partition}`);
  return { partition: equal.bytes, sort: sort?.bounds ?? [] };
}

function readBounds(condition: Condition, keyTypes: Table['keyTypes'], scope: Scope) {
  const name = nameIn(condition, scope);
  const bytes = (operand: Operand | undefined) => keyValue(operand, keyTypes.get(name), scope);
  if (condition.type === 'between') {
    const [low, high] = [bytes(condition.low), bytes(condition.high)];
    if (Buffer.compare(low, high) > 0) {
      throw invalid(
        'Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound',
      );
    }
    return { name, bounds: [bound('>=', low), bound('<=', high)] };
  }
  if (condition.type === 'compare' && condition.comparator !== '<>') {
    return { name, bounds: [bound(condition.comparator, bytes(condition.right))] };
  }
  if (condition.type === 'call' && condition.name === 'begins_with' && keyTypes.get(name) !== 'N') {
    return { name, bounds: boundsOfPrefix(bytes(condition.operands[1])) };
  }
  throw invalid('Invalid operator used in KeyConditionExpression');
}

const bound = (operator: Bound['operator'], bytes: Buffer): Bound => ({ operator, bytes });

/** The attribute that this condition is about. */
function nameIn(condition: Condition, scope: Scope): string {
  const operand = operandIn(condition);
  const [name, ...rest] = operand?.type === 'path' ? resolvePath(operand.path, scope) : [];
  if (typeof name !== 'string' || rest.length > 0) throw invalid('Query key condition not supported');
  return name;
}

function operandIn(condition: Condition): Operand | undefined {
  if (condition.type === 'compare') return condition.left;
  if (condition.type === 'between') return condition.operand;
  return condition.type === 'call' ? condition.operands[0] : undefined;
}

function keyValue(operand: Operand | undefined, type: string | undefined, scope: Scope): Buffer {
  const value = operand?.type === 'value' ? scope.values.get(operand.name) : undefined;
  if (value === undefined) throw invalid('Query key condition not supported');
  if (typeOf(value) !== type) {
    throw invalid('One or more parameter values were invalid: Condition parameter type does not match schema type');
  }
  if (isEmpty(value)) {
    throw invalid(
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value.',
    );
  }
  return bytesOf(value);
}

/** Up to the first bytes behind all that begin so: the prefix with its last byte that can be raised raised by one. */
function boundsOfPrefix(prefix: Buffer): readonly Bound[] {
  const raised = prefix.findLastIndex((byte) => byte < 255);
  const from = bound('>=', prefix);
  if (raised === -1) return [from];
  const end = Buffer.from(prefix.subarray(0, raised + 1));
  end.writeUInt8(end.readUInt8(raised) + 1, raised);
  return [from, bound('<', end)];
}
