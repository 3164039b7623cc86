import * as fc from 'fast-check';

const FIRST_SURROGATE = 0xd8_00;
const SURROGATES = 0x8_00;
const LAST_CODE_POINT = 0x10_ff_ff;

/**
 * The unit of a string of any characters: every code point but half a surrogate pair. As fast-check's own `binary`, which
 * lists all 1,112,064 of them in a map the first time: half a second for each test file, because each loads its own library.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .nat(LAST_CODE_POINT - SURROGATES)
  .map((n) => String.fromCodePoint(n < FIRST_SURROGATE ? n : n + SURROGATES), toNumber);

/** Back again, which is how fast-check makes what failed smaller. */
function toNumber(character: unknown): number {
  const codePoint = typeof character === 'string' ? character.codePointAt(0) : undefined;
  if (codePoint === undefined || String.fromCodePoint(codePoint) !== character || !character.isWellFormed()) {
    throw new Error('This is no single character');
  }
  return codePoint < FIRST_SURROGATE ? codePoint : codePoint - SURROGATES;
}
