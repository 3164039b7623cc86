import * as v from 'valibot';

const secretSchema = v.union([
  v.pipe(
    v.string(),
    v.minLength(1),
    v.transform((value) => ({ value })),
  ),
  v.object({
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

/** The sources object, `config/sources.json`: source name → source. */
export const sourcesSchema = v.record(
  v.pipe(v.string(), v.regex(/^[A-Za-z0-9._:-]{1,128}$/, 'a source name is letters, digits, dots, colons and hyphens')),
  sourceSchema,
);

export const SOURCES_KEY = 'config/sources.json';

/** A secret counts from `notBefore` to `notAfter`, each an instant, or always. */
export interface Secret {
  readonly value: string;
  readonly notBefore?: string | undefined;
  readonly notAfter?: string | undefined;
}
export type Source = v.InferOutput<typeof sourceSchema>;
export type Sources = v.InferOutput<typeof sourcesSchema>;

/** @throws an error that names the entry and the field, never a value: a value may be a secret. */
export function readSources(text: string): Sources {
  const parsed = v.safeParse(sourcesSchema, parseJson(text));
  if (parsed.success) return parsed.output;
  const places = parsed.issues.map(
    (issue) => `${v.getDotPath(issue) ?? 'the whole'}: expected ${issue.expected ?? 'something else'}`,
  );
  throw new Error(`The sources object is not valid: ${places.join('; ')}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's message quotes the text, and the text holds secrets.
    throw new Error('The sources object is not valid JSON');
  }
}
