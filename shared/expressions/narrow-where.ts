import { QUOTED } from './find-unknown-function.ts';
import { createWhere, WrongExpression, type Where } from './where.ts';

/** Nothing else in JMESPath has such characters: https://jmespath.org/specification.html#grammar */
const COMPARATOR = /[=!]=|[<>]=?/g;
const EMPTY = Buffer.from('{}');
const QUOTING =
  "a value stands in single quotes ('ada@example.com') or backticks (`5`), and in double quotes stands the name of a field";

/**
 * For what nobody can undo: an expression that finds bodies by something that they have. Two fields that are both missing
 * are equal, so that a value which was taken for a field's name would be true of everybody else.
 * @throws {WrongExpression} for any other, and when it is none
 */
export function createNarrowWhere(expression: string): Where {
  const where = createWhere(expression);
  const unlike = findUnlikeComparison(expression);
  if (unlike !== undefined) {
    throw new WrongExpression(`where: a field is compared with no value: ${QUOTING}, at column ${unlike + 1}`);
  }
  if (where(EMPTY)) {
    throw new WrongExpression(
      `where: it is true of a body that has none of these fields, and so of everybody's: ask for what a body has; ${QUOTING}`,
    );
  }
  return where;
}

/** Where two things are compared, none of which is a value. */
function findUnlikeComparison(expression: string): number | undefined {
  const bare = expression.replaceAll(QUOTED, (quoted) => (quoted.startsWith('"') ? 'n' : 'v').repeat(quoted.length));
  const isValue = (index: number) => expression[index] === "'" || expression[index] === '`';
  for (const { 0: sign, index } of bare.matchAll(COMPARATOR)) {
    const left = bare.slice(0, index).trimEnd().length - 1;
    const rest = bare.slice(index + sign.length);
    const right = index + sign.length + rest.length - rest.trimStart().length;
    if (!isValue(left) && !isValue(right)) return index;
  }
  return undefined;
}
