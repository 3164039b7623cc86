// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html

/** Says whether a line matches. */
export type LinePredicate = (line: string) => boolean;

export class UnknownPattern extends Error {
  override readonly name = 'UnknownPattern';
}

const term = /\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<plain>[^\s"{}[\]()?-][^\s"]*))/y;
const field = /\s*\$\.(?<path>[\w.]+)\s*=\s*(?:"(?<text>(?:[^"\\]|\\.)*)"|(?<number>-?\d+(?:\.\d+)?))\s*(?<and>&&)?/y;

/**
 * Terms that must all occur in the line, or fields of a JSON line that must all be equal.
 * @throws {UnknownPattern} for what CloudWatch knows besides
 */
export function parseFilterPattern(pattern: string): LinePredicate {
  const text = pattern.trim();
  return text.startsWith('{') ? parseFields(text) : parseTerms(text);
}

function parseTerms(text: string): LinePredicate {
  const terms = everyMatch(term, text).map(({ quoted, plain = '' }) =>
    quoted === undefined ? plain : unescape(quoted),
  );
  return (line) => terms.every((one) => line.includes(one));
}

function parseFields(text: string): LinePredicate {
  if (!text.endsWith('}')) throw new UnknownPattern('The pattern has no closing brace');
  const wanted = everyMatch(field, text.slice(1, -1).trim()).map(({ path = '', text: quoted, number }) => ({
    steps: path.split('.'),
    value: quoted === undefined ? Number(number) : unescape(quoted),
  }));
  return (line) => {
    const read = readObject(line);
    return read !== undefined && wanted.every(({ steps, value }) => valueAt(read, steps) === value);
  };
}

function everyMatch(expression: RegExp, text: string): readonly Readonly<Record<string, string | undefined>>[] {
  const found = [];
  let at = 0;
  while (at < text.length) {
    expression.lastIndex = at;
    const groups = expression.exec(text)?.groups;
    if (!groups) throw new UnknownPattern(`Local mode does not know this pattern from "${text.slice(at)}" on`);
    found.push(groups);
    at = expression.lastIndex;
  }
  return found;
}

const unescape = (text: string) => text.replaceAll(/\\(.)/g, '$1');

function readObject(line: string): unknown {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function valueAt(read: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    read,
  );
}
