import * as v from 'valibot';

/** One configuration object: a JSON object of name → entry, kept in the bucket and written by people. */
export interface NamedEntries<Schema extends v.GenericSchema> {
  /** For sentences: `sources`. */
  readonly what: string;
  /** What an entry says, for the sentence about a whole that is no object. */
  readonly mapping: string;
  readonly schema: Schema;
  readonly name: RegExp;
  readonly nameRule: string;
}

/**
 * One slip in one entry must not take the others down: it makes that entry `invalid` and nothing more.
 * @throws when the whole is no JSON object
 */
export function readEntries<Schema extends v.GenericSchema>(
  text: string,
  kind: NamedEntries<Schema>,
): Readonly<Record<string, v.InferOutput<Schema> | 'invalid'>> {
  const entries = Object.entries(parseEntries(text, kind)).map(([name, entry]) => {
    const parsed = v.safeParse(kind.schema, entry);
    return [name, parsed.success && kind.name.test(name) ? parsed.output : ('invalid' as const)] as const;
  });
  return Object.fromEntries(entries);
}

/** What is wrong with single entries, by entry and field, never with a value: a value may be a secret. */
export function entryProblems(text: string, kind: NamedEntries<v.GenericSchema>): readonly string[] {
  return Object.entries(parseEntries(text, kind)).flatMap(([name, entry]) => {
    const nameProblem = kind.name.test(name) ? [] : [`${name}: ${kind.nameRule}`];
    const { issues = [] } = v.safeParse(kind.schema, entry, { message: describeIssue });
    const fieldProblems = issues.map((issue) => {
      const place = [name, v.getDotPath(issue)].filter(Boolean).join('.');
      return `${place}: ${issue.message}`;
    });
    return [...nameProblem, ...fieldProblems];
  });
}

/** For all that a schema has no message of its own for: valibot's holds the value. */
export function describeIssue({ kind, type, expected, path, input }: v.BaseIssue<unknown>): string {
  if (type === 'strict_object' && expected === 'never') return 'there is no such setting';
  // An object that names the key it lacks quotes it: `"url"`.
  if (expected?.startsWith('"') && path && input === undefined) return 'is missing';
  if (kind === 'schema' && expected !== null) return KINDS[expected] ?? 'is not as it must be';
  return 'is not as it must be';
}

/** By what valibot calls them. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'must be a text',
  number: 'must be a number',
  Array: 'must be a list',
  Object: 'must be an object',
};

function parseEntries(text: string, { what, mapping }: NamedEntries<v.GenericSchema>): object {
  const value = parseJson(text, what);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Error(`The ${what} object is no JSON object: it maps ${mapping}`);
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's message quotes the text, and the text holds secrets.
    throw new Error(`The ${what} object is not valid JSON`);
  }
}
