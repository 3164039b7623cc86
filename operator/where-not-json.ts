import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';

/**
 * Where a text stops being JSON, and why. It never quotes the text, as the engine's own message does: somebody may have named the
 * file with the secret.
 */
export function whereNotJson(text: string): string {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  // What only the engine refuses.
  if (!first) return 'near its beginning';
  const before = text.slice(0, first.offset).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  return `at line ${before.length}, column ${column} (${inWords(printParseErrorCode(first.error))})`;
}

/** `CommaExpected` → `comma expected` */
const inWords = (code: string) => code.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
