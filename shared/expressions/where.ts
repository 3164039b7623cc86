import { isUtf8 } from 'node:buffer';
import {
  JMESPathTypeError,
  LexerError,
  ParseError,
  search,
  UnknownFunctionError,
} from '@aws-lambda-powertools/jmespath';
import { findUnknownFunction } from './find-unknown-function.ts';
import { growthOf } from './growth-of.ts';
import { withoutPrototypes } from './without-prototypes.ts';

/** Of a body of 256 KiB; conditions hardly ever need a list at all, and two of thirty names stay below. */
const GROWTH_MAX = 1000;
/** JavaScript gives each object these, and the library takes them for fields. */
const BUILT_IN = Object.getOwnPropertyNames(Object.prototype);

type Json = Parameters<typeof search>[1];

/** Whether a body is one of those that the expression means. What is no JSON never is. */
export type Where = (body: Buffer) => boolean;

/** An expression that nobody could evaluate, with the place where it goes wrong. */
export class WrongExpression extends Error {
  override readonly name = 'WrongExpression';
}

/** @throws {WrongExpression} when it is none */
export function createWhere(expression: string): Where {
  const isMeant = compileWhere(expression);
  return (body) => {
    const json = isUtf8(body) ? parseJson(body.toString('utf8')) : undefined;
    return json !== undefined && isMeant(json);
  };
}

/**
 * The same for what was read already.
 * @param expression JMESPath: https://jmespath.org/specification.html
 * @throws {WrongExpression} when it is none
 */
export function compileWhere(expression: string): (json: unknown) => boolean {
  const unknown = findUnknownFunction(expression);
  if (unknown) throw wrong(`there is no function ${unknown.name}()`, unknown.index);
  if (growthOf(expression) > GROWTH_MAX) throw new WrongExpression(TOO_MUCH);
  // The parser is called by a search alone; what goes wrong with a value that has nothing is no mistake of the expression.
  evaluate(expression, {});
  const mayMeanBuiltIn = expression.includes('\\') || BUILT_IN.some((name) => expression.includes(name));
  return (json) => isTrue(evaluate(expression, mayMeanBuiltIn ? withoutPrototypes(json) : json));
}

function evaluate(expression: string, json: unknown): unknown {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- whatever JSON has is what search takes
    return search(asKey(expression), json as Json);
  } catch (error) {
    // `contains(note, 'x')` of a body without a note: there is nothing that could contain it.
    if (error instanceof JMESPathTypeError) return false;
    if (error instanceof LexerError) throw wrong(`unknown token ${error.lexerValue}`, error.lexerPosition);
    if (error instanceof ParseError) {
      const what = error.tokenType === 'eof' ? 'it ends too early' : `unexpected ${JSON.stringify(error.tokenValue)}`;
      throw wrong(error.reason ?? what, error.lexPosition);
    }
    if (error instanceof UnknownFunctionError) throw wrong(error.message, 0);
    throw new WrongExpression(`where: ${error instanceof Error ? error.message : 'cannot be evaluated'}`);
  }
}

/** The library keeps parsed expressions in an object that has a `constructor` before anybody asked for it. */
const asKey = (expression: string) => (BUILT_IN.includes(expression) ? `${expression} ` : expression);

const TOO_MUCH = `where: its lists together could make a body more than ${GROWTH_MAX} times as large: use fewer, or shorter ones`;

/** @param index counted from 0; people count columns from 1 */
const wrong = (what: string, index: number) => new WrongExpression(`where: ${what} at column ${index + 1}`);

/** As JMESPath has it: nothing, and whatever is empty, is false. */
function isTrue(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Forms and plain text are no mistake: they are not meant.
    return undefined;
  }
}
