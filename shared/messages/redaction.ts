import * as v from 'valibot';
import { describeIssue } from './named-entries.ts';

const STEPS_MAX = 20;
const PATTERNS_MAX = 200;
const PATTERN_LENGTH_MAX = 200;

/** `**` is a step of its own: `**.email`, and not `a**`. */
const isPath = (path: string) => {
  const steps = path.split('.');
  return steps.length <= STEPS_MAX && steps.every((step) => step !== '' && (step === '**' || !step.includes('**')));
};

const listOf = (pattern: v.GenericSchema<string>) =>
  v.pipe(v.array(pattern), v.maxLength(PATTERNS_MAX, `must have at most ${PATTERNS_MAX}`));

const nameSchema = v.pipe(
  v.string(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(PATTERN_LENGTH_MAX, `must have at most ${PATTERN_LENGTH_MAX} characters`),
);

/** valibot takes a list for an object without settings, and such an entry would hide nothing. */
const anObject = v.custom<object>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);

/**
 * What operators are not shown of a body and its headers. Names are compared whatever their case, hyphens, underscores, dots
 * and blanks, and `*` in a name stands for any characters.
 */
const entrySchema = v.pipe(
  anObject,
  v.strictObject({
    /** Dotted paths in a JSON or form body: `*` is one step, `**` any number of them. Elements of a list need no step of their own. */
    fields: v.optional(
      listOf(v.pipe(nameSchema, v.check(isPath, 'must be a dotted path such as data.object.card.* or **.email'))),
    ),
    headers: v.optional(listOf(nameSchema)),
  }),
);

export const REDACTION_KEY = 'config/redaction.json';

export type RedactionEntry = v.InferOutput<typeof entrySchema>;

/** `invalid` where an entry is: what it would have hidden nobody knows. */
export interface Redaction {
  /** For every source; where nothing is said of it, the built-in one. */
  readonly all?: RedactionEntry | 'invalid';
  /** What is hidden of a source besides. */
  readonly sources: ReadonlyMap<string, RedactionEntry | 'invalid'>;
}

/** @throws when the whole is no such object; a slip in one entry makes that entry `invalid` and nothing more. */
export function readRedaction(text: string): Redaction {
  const { all, sources } = readWhole(text);
  return {
    ...(all !== undefined && { all: readEntry(all) }),
    sources: new Map(Object.entries(sources).map(([source, entry]) => [source, readEntry(entry)])),
  };
}

function readEntry(entry: unknown): RedactionEntry | 'invalid' {
  const parsed = v.safeParse(entrySchema, entry);
  return parsed.success ? parsed.output : 'invalid';
}

/** What is wrong with single entries, by entry and field. */
export function redactionProblems(text: string): readonly string[] {
  const { all, sources } = readWhole(text);
  const entries = Object.entries(sources).map(([source, entry]) => [`sources.${source}`, entry] as const);
  return [...(all === undefined ? [] : [['all', all] as const]), ...entries].flatMap(([name, entry]) => {
    const { issues = [] } = v.safeParse(entrySchema, entry, { message: describeIssue });
    return issues.map((issue) => `${[name, v.getDotPath(issue)].filter(Boolean).join('.')}: ${issue.message}`);
  });
}

const wholeSchema = v.pipe(anObject, v.strictObject({ all: v.optional(v.unknown()), sources: v.optional(anObject) }));

function readWhole(text: string): { readonly all?: unknown; readonly sources: object } {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), wholeSchema), text);
  if (parsed.success) return { all: parsed.output.all, sources: parsed.output.sources ?? {} };
  throw new Error('The redaction object is none: it is a JSON object with all and sources, and nothing else');
}
