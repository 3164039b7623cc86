import { QUOTED } from './find-unknown-function.ts';

/** Of a text in a list `to_string` also escapes each quote, and each escape again. */
const TO_STRING = /\bto_string\s*\(/g;

/**
 * How many times larger than a body an expression can make what it works with, if each of its lists is fed with the one before:
 * `[@,@]` has twice what it was given, and forty of them in a row more than any memory holds.
 */
export function growthOf(expression: string): number {
  const bare = expression.replaceAll(QUOTED, (quoted) => ' '.repeat(quoted.length));
  const lengths: number[] = [];
  const open: number[] = [];
  for (const sign of bare) {
    if ('[{('.includes(sign)) open.push(1);
    else if (sign === ',' && open.length > 0) open.push((open.pop() ?? 0) + 1);
    else if (']})'.includes(sign)) {
      const length = open.pop() ?? 1;
      if (sign !== ')') lengths.push(length);
    }
  }
  const texts = bare.match(TO_STRING) ?? [];
  return lengths.reduce((growth, length) => growth * length, 2 ** texts.length);
}
