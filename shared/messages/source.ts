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
        /** What it is for, where a sender has several kinds: Meta's `verify-token`, Box's `primary` and `secondary` key. */
        use: v.optional(v.string()),
        notBefore: v.optional(instantSchema),
        notAfter: v.optional(instantSchema),
      }),
    ],
    'must be a text, or an object of value and, where wanted, use, notBefore and notAfter, and nothing else',
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

/** What is known of the sender besides secrets. */
const optionsSchema = v.strictObject({
  /** As it was entered at the sender: behind API Gateway a rebuilt one differs in its scheme, port, stage or escapes. */
  publicUrl: v.optional(v.pipe(v.string(), v.url('must be a URL, as it was entered at the sender'))),
  /** In place of the provider's own, both ways. */
  toleranceSeconds: v.optional(between(1, 7 * 24 * 60 * 60)),
  /** PayPal's, which its signature covers. */
  webhookId: v.optional(valueSchema),
  /** The SNS topics that may post here. */
  topicArns: v.optional(v.array(valueSchema)),
  /** Those that may ask with OPTIONS whether they may post here; and how often, per minute. */
  allowedOrigins: v.optional(v.array(valueSchema)),
  allowedRate: v.optional(v.pipe(v.number(), v.integer('must be whole'), v.minValue(1, 'must be 1 or more'))),
});

export type SourceOptions = v.InferOutput<typeof optionsSchema>;

/** One configured endpoint of a provider. Several secrets are accepted at once, so that one can be rotated. */
export const sourceSchema = v.object({
  provider: v.string(),
  secrets: v.array(secretSchema),
  options: v.optional(optionsSchema, {}),
  /** With `provider: custom`, what else stands in a provider's folder. */
  description: v.optional(v.unknown()),
  /** A sender that makes up the secret itself may offer one until then; `sources confirm` takes it. */
  awaitsSecretUntil: v.optional(instantSchema),
  /** Of the word that the URL of such an offer must have; without it, anybody who knows the source's name may offer one. */
  offerSha256: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'))),
  /** Left out: as many as come. */
  budget: v.optional(budgetSchema),
  /** How long its events are kept, where that is shorter than the stage's own; one of those that the stage offers. */
  retentionDays: v.optional(v.pipe(v.number(), v.integer('must be whole days'), v.minValue(1, 'must be 1 or more'))),
});

export const SOURCES_KEY = 'config/sources.json';

/** A secret counts from `notBefore` to `notAfter`, each an instant, or always. */
export interface Secret {
  readonly value: string;
  readonly use?: string | undefined;
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
