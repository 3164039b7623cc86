import * as v from 'valibot';
import { instantSchema } from './instant.ts';
import { entryProblems, readEntries } from './named-entries.ts';

const valueSchema = v.pipe(v.string(), v.minLength(1, 'must not be empty'));

const secretSchema = v.pipe(
  v.union(
    [
      valueSchema,
      // Strict: a misspelt notAfter would keep a retired secret alive.
      v.strictObject({
        value: valueSchema,
        notBefore: v.optional(instantSchema),
        notAfter: v.optional(instantSchema),
      }),
    ],
    'must be a text, or an object of value and, where wanted, notBefore and notAfter, and nothing else',
  ),
  v.transform((secret) => (typeof secret === 'string' ? { value: secret } : secret)),
);

/** Rarer than that is a budget of hours, which the memory of an environment does not live for. */
const PER_SECOND_MIN = 0.01;
/** Far beyond what one environment of ingest can accept. */
const PER_SECOND_MAX = 10_000;

const between = (min: number, max: number) => {
  const rule = `must be from ${min} to ${max}`;
  return v.pipe(v.number(), v.minValue(min, rule), v.maxValue(max, rule));
};

/** How many webhooks one environment of ingest accepts: `burst` at once, and `perSecond` as time goes by. */
const budgetSchema = v.strictObject({
  perSecond: between(PER_SECOND_MIN, PER_SECOND_MAX),
  /** Left out: what may come in a second, and at least one. */
  burst: v.optional(between(1, PER_SECOND_MAX)),
});

export type Budget = v.InferOutput<typeof budgetSchema>;

/** One configured endpoint of a provider. Several secrets are accepted at once, so that one can be rotated. */
export const sourceSchema = v.object({
  provider: v.string(),
  secrets: v.array(secretSchema),
  /** Left out: as many as come. */
  budget: v.optional(budgetSchema),
});

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

const sources = {
  what: 'sources',
  mapping: 'a source name to its provider and secrets',
  schema: sourceSchema,
  name: /^[A-Za-z0-9._:-]{1,128}$/,
  nameRule: 'a source name is letters, digits, dots, colons and hyphens',
};

/** @throws when the whole is no JSON object; a slip in one entry makes that entry `invalid` and nothing more. */
export const readSources = (text: string): Sources => readEntries(text, sources);

/** What is wrong with single sources, by name and field, never with a value. */
export const sourceProblems = (text: string): readonly string[] => entryProblems(text, sources);
