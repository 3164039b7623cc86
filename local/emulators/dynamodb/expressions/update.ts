import { invalid } from '../dynamodb-error.ts';
import { createExpression } from './expression.ts';
import { readOperand, type Operand } from './operand.ts';
import { readPath, type Path } from './path.ts';
import type { TokenReader } from './token-reader.ts';

/** What an attribute is to become. */
export type NewValue =
  | { readonly type: 'operand'; readonly operand: Operand }
  | { readonly type: 'if-not-exists'; readonly path: Path; readonly otherwise: NewValue }
  | { readonly type: 'list-append' | 'plus' | 'minus'; readonly left: NewValue; readonly right: NewValue };

export interface Assignment {
  readonly path: Path;
  readonly value: NewValue;
}

export interface Update {
  readonly set: readonly Assignment[];
  readonly remove: readonly Path[];
  readonly add: readonly Assignment[];
  readonly delete: readonly Assignment[];
}

const CLAUSES = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;

export const parseUpdate = createExpression<Update>((reader) => {
  const found = new Map<string, readonly Assignment[]>();
  let remove: readonly Path[] | undefined;
  do {
    const clause = CLAUSES.find((one) => reader.accept(one)) ?? reader.refuse();
    if (found.has(clause) || (clause === 'REMOVE' && remove)) {
      throw invalid(`Invalid UpdateExpression: The "${clause}" section can only be used once in an update expression;`);
    }
    if (clause === 'REMOVE') remove = readAll(reader, readPath);
    else found.set(clause, readAll(reader, clause === 'SET' ? readAssignment : readChange));
  } while (reader.peek().type !== 'end');
  const of = (clause: string) => found.get(clause) ?? [];
  return { set: of('SET'), remove: remove ?? [], add: of('ADD'), delete: of('DELETE') };
});

function readAll<One>(reader: TokenReader, read: (reader: TokenReader) => One): readonly One[] {
  const all = [read(reader)];
  while (reader.accept(',')) all.push(read(reader));
  return all;
}

function readAssignment(reader: TokenReader): Assignment {
  const path = readPath(reader);
  reader.expect('=');
  const left = readValue(reader);
  if (reader.accept('+')) return { path, value: { type: 'plus', left, right: readValue(reader) } };
  if (reader.accept('-')) return { path, value: { type: 'minus', left, right: readValue(reader) } };
  return { path, value: left };
}

/** Of ADD and DELETE: a path, and the value that is added to or taken from what is there. */
function readChange(reader: TokenReader): Assignment {
  const path = readPath(reader);
  if (reader.peek().type !== 'value') reader.refuse();
  return { path, value: { type: 'operand', operand: readOperand(reader) } };
}

function readValue(reader: TokenReader): NewValue {
  const { type, text } = reader.peek();
  if (type !== 'name' || reader.peek(1).text !== '(') return { type: 'operand', operand: readValueOperand(reader) };
  if (text !== 'if_not_exists' && text !== 'list_append') {
    throw invalid(`Invalid UpdateExpression: Invalid function name; function: ${text}`);
  }
  reader.next();
  reader.expect('(');
  const value = text === 'list_append' ? readAppended(reader) : readUnlessThere(reader);
  reader.expect(')');
  return value;
}

function readValueOperand(reader: TokenReader): Operand {
  const operand = readOperand(reader);
  return operand.type === 'size' ? reader.refuse() : operand;
}

function readAppended(reader: TokenReader): NewValue {
  const left = readValue(reader);
  reader.expect(',');
  return { type: 'list-append', left, right: readValue(reader) };
}

function readUnlessThere(reader: TokenReader): NewValue {
  const path = readPath(reader);
  reader.expect(',');
  return { type: 'if-not-exists', path, otherwise: readValue(reader) };
}
