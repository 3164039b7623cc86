import { DynamodbError, invalid, invalidValue } from '../dynamodb-error.ts';
import { isRecord } from '../dynamodb-input.ts';
import { isAttributeType, type AttributeType, type AttributeValue, type Item } from './attribute-value.ts';
import { normalNumber } from './decimal.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-attributes */
const DEPTH_MAX = 32;

/** @throws {DynamodbError} for what is no map of attribute values */
export function readItem(input: unknown, depth = 0): Item {
  if (!isRecord(input)) throw new DynamodbError('SerializationException', 'Expected a map of attribute values');
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, readAttributeValue(value, depth)] as const),
  );
}

/** As DynamoDB gives it back: numbers in their one way to be written. */
export function readAttributeValue(input: unknown, depth = 0): AttributeValue {
  if (!isRecord(input)) throw new DynamodbError('SerializationException', 'Expected an attribute value');
  const entries = Object.entries(input).filter(([, held]) => held !== undefined && held !== null);
  const [entry] = entries;
  if (entry === undefined)
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  if (entries.length > 1) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  const [type, held] = entry;
  if (!isAttributeType(type)) throw invalid(`Supplied AttributeValue has the unknown datatype ${type}`);
  if (depth > DEPTH_MAX) throw invalid('Nesting Levels have exceeded supported limits');
  return readers[type](held, depth + 1);
}

const readers: Readonly<Record<AttributeType, (held: unknown, depth: number) => AttributeValue>> = {
  S: (held) => ({ S: textOf(held) }),
  N: (held) => ({ N: normalNumber(textOf(held)) }),
  B: (held) => ({ B: normalBinary(held) }),
  BOOL(held) {
    if (typeof held !== 'boolean') throw new DynamodbError('SerializationException', 'BOOL must be true or false');
    return { BOOL: held };
  },
  NULL(held) {
    if (held !== true) throw invalidValue('Null attribute value types must have the value of true');
    return { NULL: true };
  },
  M: (held, depth) => ({ M: readItem(held, depth) }),
  L: (held, depth) => ({ L: listOf(held).map((element) => readAttributeValue(element, depth)) }),
  SS: (held) => ({ SS: readSet(held, textOf, 'string') }),
  NS: (held) => ({ NS: readSet(held, (member) => normalNumber(textOf(member)), 'number') }),
  BS: (held) => ({ BS: readSet(held, normalBinary, 'binary') }),
};

function textOf(held: unknown): string {
  if (typeof held !== 'string') throw new DynamodbError('SerializationException', 'Expected a text');
  return held;
}

const normalBinary = (held: unknown) => Buffer.from(textOf(held), 'base64').toString('base64');

function listOf(held: unknown): readonly unknown[] {
  if (!Array.isArray(held)) throw new DynamodbError('SerializationException', 'Expected a list');
  return held;
}

function readSet(held: unknown, readMember: (member: unknown) => string, kind: string): readonly string[] {
  const members = listOf(held).map(readMember);
  if (members.length === 0) throw invalidValue(`An ${kind} set  may not be empty`);
  if (new Set(members).size < members.length) {
    throw invalidValue(`Input collection [${members.join(', ')}] contains duplicates.`);
  }
  return members;
}
