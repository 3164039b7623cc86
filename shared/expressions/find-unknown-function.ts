/** https://jmespath.org/specification.html#built-in-functions */
const FUNCTIONS: ReadonlySet<string> = new Set([
  'abs',
  'avg',
  'ceil',
  'contains',
  'ends_with',
  'floor',
  'join',
  'keys',
  'length',
  'map',
  'max',
  'max_by',
  'merge',
  'min',
  'min_by',
  'not_null',
  'reverse',
  'sort',
  'sort_by',
  'starts_with',
  'sum',
  'to_array',
  'to_number',
  'to_string',
  'type',
  'values',
]);

/** Names and texts, in which nothing is called and nothing ends. */
export const QUOTED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
const CALL = /([A-Za-z_]\w*)\s*\(/g;

/** The library looks for a function only once it is called, which may be at the thousandth body. */
export function findUnknownFunction(expression: string): { readonly name: string; readonly index: number } | undefined {
  const bare = expression.replaceAll(QUOTED, (quoted) => ' '.repeat(quoted.length));
  for (const call of bare.matchAll(CALL)) {
    const name = call[1] ?? '';
    if (!FUNCTIONS.has(name)) return { name, index: call.index };
  }
  return undefined;
}
