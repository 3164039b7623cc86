import * as v from 'valibot';

const secretSchema = v.union([
  v.pipe(
    v.string(),
    v.minLength(1),
    v.transform((value) => ({ value })),
  ),
  // Strict: a misspelt notAfter would keep a retired secret alive.
  v.strictObject({
    value: v.pipe(v.string(), v.minLength(1)),
    notBefore: v.optional(v.pipe(v.string(), v.isoTimestamp())),
    notAfter: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  }),
]);

/** One configured endpoint of a provider. Several secrets are accepted at once, so that one can be rotated. */
export const sourceSchema = v.object({
  provider: v.string(),
  secrets: v.array(secretSchema),
});

const sourceNameRule = 'a source name is letters, digits, dots, colons and hyphens';
const sourceName = /^[A-Za-z0-9._:-]{1,128}$/;

export const SOURCES_KEY = 'config/sources.json';

/** A secret counts from `notBefore` to `notAfter`, each an instant, or always. */
export interface Secret {
  readonly value: string;
  readonly notBefore?: string | undefined;
  readonly notAfter?: string | undefined;
}

/** Whether webhooks signed with this secret are accepted at that time. */
export function countsAt({ notBefore, notAfter }: Secret, now: Date): boolean {
  const afterStart = notBefore === undefined || now >= new Date(notBefore);
  return afterStart && (notAfter === undefined || now <= new Date(notAfter));
}

export type Source = v.InferOutput<typeof sourceSchema>;
/** The sources object, `config/sources.json`: source name → source, or `invalid` where its entry is. */
export type Sources = Readonly<Record<string, Source | 'invalid'>>;

/**
 * One slip in one entry must not take the other sources down: it makes that entry `invalid` and nothing more.
 * @throws when the whole is no JSON object
 */
export function readSources(text: string): Sources {
  const entries = Object.entries(parseEntries(text)).map(([name, entry]) => {
    const parsed = v.safeParse(sourceSchema, entry);
    return [name, parsed.success && sourceName.test(name) ? parsed.output : ('invalid' as const)];
  });
  return Object.fromEntries(entries);
}

/** What is wrong with single entries, by entry and field, never with a value: a value may be a secret. */
export function sourceProblems(text: string): readonly string[] {
  return Object.entries(parseEntries(text)).flatMap(([name, entry]) => {
    const nameProblem = sourceName.test(name) ? [] : [`${name}: ${sourceNameRule}`];
    const { issues = [] } = v.safeParse(sourceSchema, entry);
    const fieldProblems = issues.map((issue) => {
      const place = [name, v.getDotPath(issue)].filter(Boolean).join('.');
      return `${place}: expected ${issue.expected ?? 'something else'}`;
    });
    return [...nameProblem, ...fieldProblems];
  });
}

function parseEntries(text: string): object {
  const value = parseJson(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Error('The sources object is no JSON object: it maps a source name to its provider and secrets');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's message quotes the text, and the text holds secrets.
    throw new Error('The sources object is not valid JSON');
  }
}
