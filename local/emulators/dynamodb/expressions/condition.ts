import { invalid } from '../dynamodb-error.ts';
import { createExpression } from './expression.ts';
import { readOperand, type Operand } from './operand.ts';
import type { TokenReader } from './token-reader.ts';

export const COMPARATORS = ['=', '<>', '<', '<=', '>', '>='] as const;
/** Each with the number of its operands. */
const FUNCTIONS = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
} as const;

export type Comparator = (typeof COMPARATORS)[number];
export type FunctionName = keyof typeof FUNCTIONS;

export type Condition =
  | { readonly type: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly type: 'not'; readonly condition: Condition }
  | { readonly type: 'compare'; readonly comparator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly type: 'between'; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly type: 'in'; readonly operand: Operand; readonly list: readonly Operand[] }
  | { readonly type: 'call'; readonly name: FunctionName; readonly operands: readonly Operand[] };

/** Of ConditionExpression, FilterExpression and KeyConditionExpression. */
export const parseCondition = createExpression<Condition>(readAlternatives);

function readAlternatives(reader: TokenReader): Condition {
  let condition = readAllOf(reader);
  while (reader.accept('OR')) condition = { type: 'or', left: condition, right: readAllOf(reader) };
  return condition;
}

function readAllOf(reader: TokenReader): Condition {
  let condition = readOne(reader);
  while (reader.accept('AND')) condition = { type: 'and', left: condition, right: readOne(reader) };
  return condition;
}

function readOne(reader: TokenReader): Condition {
  if (reader.accept('NOT')) return { type: 'not', condition: readOne(reader) };
  if (reader.accept('(')) {
    const condition = readAlternatives(reader);
    reader.expect(')');
    return condition;
  }
  const { type, text } = reader.peek();
  const isCall = type === 'name' && text !== 'size' && reader.peek(1).text === '(';
  return isCall ? readCall(reader) : readComparison(reader);
}

function readCall(reader: TokenReader): Condition {
  const name = reader.next().text;
  if (!isFunctionName(name)) throw invalid(`Invalid ${reader.kind}: Invalid function name; function: ${name}`);
  const operands = readList(reader);
  if (operands.length !== FUNCTIONS[name]) {
    throw invalid(
      `Invalid ${reader.kind}: Incorrect number of operands for operator or function; ` +
        `operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }
  if (FUNCTIONS[name] === 1 && operands[0]?.type !== 'path') {
    throw invalid(
      `Invalid ${reader.kind}: Operator or function requires a document path; operator or function: ${name}`,
    );
  }
  return { type: 'call', name, operands };
}

const isFunctionName = (name: string): name is FunctionName => Object.hasOwn(FUNCTIONS, name);

function readList(reader: TokenReader): readonly Operand[] {
  reader.expect('(');
  const operands = [readOperand(reader)];
  while (reader.accept(',')) operands.push(readOperand(reader));
  reader.expect(')');
  return operands;
}

function readComparison(reader: TokenReader): Condition {
  const left = readOperand(reader);
  if (reader.accept('BETWEEN')) {
    const low = readOperand(reader);
    reader.expect('AND');
    return { type: 'between', operand: left, low, high: readOperand(reader) };
  }
  if (reader.accept('IN')) return { type: 'in', operand: left, list: readList(reader) };
  const comparator = COMPARATORS.find((one) => reader.accept(one)) ?? reader.refuse();
  return { type: 'compare', comparator, left, right: readOperand(reader) };
}
