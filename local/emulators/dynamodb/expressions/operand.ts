import { invalid } from '../dynamodb-error.ts';
import type { AttributeValue, Item } from '../values/attribute-value.ts';
import { membersOf } from '../values/attribute-value.ts';
import { readPath, resolvePath, valueAt, type Path } from './path.ts';
import type { Scope } from './scope.ts';
import type { TokenReader } from './token-reader.ts';

/** What stands for a value in a condition. */
export type Operand =
  | { readonly type: 'path'; readonly path: Path }
  | { readonly type: 'value'; readonly name: string }
  | { readonly type: 'size'; readonly path: Path };

export function readOperand(reader: TokenReader): Operand {
  const { type, text } = reader.peek();
  if (type === 'value') {
    reader.next();
    return { type: 'value', name: text };
  }
  const isCall = type === 'name' && reader.peek(1).text === '(';
  if (!isCall) return { type: 'path', path: readPath(reader) };
  if (text !== 'size') throw invalid(`Invalid ${reader.kind}: Invalid function name; function: ${text}`);
  reader.next();
  reader.expect('(');
  const path = readPath(reader);
  reader.expect(')');
  return { type: 'size', path };
}

/** Undefined where the item has nothing there. */
export function resolveOperand(operand: Operand, item: Item, scope: Scope): AttributeValue | undefined {
  if (operand.type === 'value') return scope.values.get(operand.name);
  const value = valueAt(item, resolvePath(operand.path, scope));
  if (operand.type === 'path' || value === undefined) return value;
  const length = lengthOf(value);
  return length === undefined ? undefined : { N: String(length) };
}

function lengthOf(value: AttributeValue): number | undefined {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('M' in value) return Object.keys(value.M).length;
  return 'L' in value ? value.L.length : membersOf(value)?.length;
}
