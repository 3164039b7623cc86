import { invalid } from '../dynamodb-error.ts';
import { attributeOf, type AttributeValue, type Item } from '../values/attribute-value.ts';
import { isReservedWord } from './is-reserved-word.ts';
import type { Scope } from './scope.ts';
import type { TokenReader } from './token-reader.ts';

/** Names of attributes, or `#aliases` as long as it is written so, and numbers of list elements. */
export type Path = readonly (string | number)[];

export function readPath(reader: TokenReader): Path {
  const path: (string | number)[] = [readName(reader)];
  for (;;) {
    if (reader.accept('.')) {
      path.push(readName(reader));
    } else if (reader.accept('[')) {
      if (reader.peek().type !== 'number') reader.refuse();
      path.push(Number(reader.next().text));
      reader.expect(']');
    } else {
      return path;
    }
  }
}

function readName(reader: TokenReader): string {
  const { type, text } = reader.peek();
  if (type !== 'name' && type !== 'alias') reader.refuse();
  if (type === 'name' && isReservedWord(text)) {
    throw invalid(`Invalid ${reader.kind}: Attribute name is a reserved keyword; reserved keyword: ${text}`);
  }
  return reader.next().text;
}

/** With every alias replaced by its name. */
export const resolvePath = (path: Path, { names }: Scope): Path =>
  path.map((step) => (typeof step === 'string' && step.startsWith('#') ? (names.get(step) ?? step) : step));

export function valueAt(item: Item, path: Path): AttributeValue | undefined {
  return path.reduce<AttributeValue | undefined>(stepInto, { M: item });
}

function stepInto(value: AttributeValue | undefined, step: string | number): AttributeValue | undefined {
  if (value === undefined) return undefined;
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined;
  return 'M' in value ? attributeOf(value.M, step) : undefined;
}

export const areSamePath = (left: Path, right: Path) =>
  left.length === right.length && left.every((step, index) => step === right[index]);

/** @throws {DynamodbError} where one lies inside another, or is the same, or one has a list where another has a map */
export function checkApart(kind: string, paths: readonly Path[]): void {
  for (const [index, left] of paths.entries()) {
    for (const right of paths.slice(index + 1)) {
      const length = Math.min(left.length, right.length);
      if (areSamePath(left.slice(0, length), right.slice(0, length))) {
        throw invalid(
          `Invalid ${kind}: Two document paths overlap with each other; must remove or rewrite one of these paths; ` +
            `path one: ${describePath(left)}, path two: ${describePath(right)}`,
        );
      }
    }
  }
}

const describePath = (path: Path) =>
  `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
