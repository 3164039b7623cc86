import type { Template } from '../read-packaged-service.ts';
import type { Finding } from './finding.ts';

/** What may say * all the same. Whoever adds one says why nothing narrower works. */
export interface AllowedWildcard {
  /** The logical id; `any` for a statement that several get alike. */
  readonly resource: string;
  readonly sid: string | undefined;
  /** What it may do at most; left out: what it does is in the review of that one resource. */
  readonly actions?: readonly string[];
  readonly reason: string;
}

/** Every statement that allows to anyone, with any action, or with any resource of a service. */
export function findWildcards(
  { Resources }: Pick<Template, 'Resources'>,
  allowed: readonly AllowedWildcard[],
): readonly Finding[] {
  const used = new Set<AllowedWildcard>();
  const found = Object.entries(Resources).flatMap(([id, { Properties }]) =>
    statementsIn(Properties).flatMap((statement) => {
      const problems = problemsOf(statement);
      const exception = allowed.find((one) => isMeant(one, id, statement));
      if (problems.length > 0 && exception) used.add(exception);
      if (exception) return [];
      const sid = statement['Sid'];
      const place = typeof sid === 'string' ? `${id}.${sid}` : id;
      return problems.map((problem) => ({ place, problem }));
    }),
  );
  const unused = allowed
    .filter((exception) => exception.resource in Resources && !used.has(exception))
    .map(({ resource, sid }) => ({
      place: [resource, sid].filter((part) => part !== undefined).join('.'),
      problem: 'may have a wildcard and has none: take it off the list of those that may',
    }));
  return [...found, ...unused];
}

/** Whether somebody has looked at this one, and said why nothing narrower works. */
export const mayHaveWildcard = (
  id: string,
  statement: Readonly<Record<string, unknown>>,
  allowed: readonly AllowedWildcard[],
): boolean => allowed.some((one) => isMeant(one, id, statement));

type Statement = Readonly<Record<string, unknown>>;

function isMeant({ resource, sid, actions }: AllowedWildcard, id: string, { Sid, Action }: Statement): boolean {
  if (sid !== Sid || (resource !== id && resource !== 'any')) return false;
  return actions === undefined || listOf(Action).every((action) => actions.some((one) => one === action));
}

function statementsIn(value: unknown): readonly Statement[] {
  if (Array.isArray(value)) return value.flatMap(statementsIn);
  if (!isMap(value)) return [];
  const own = 'Effect' in value && ('Action' in value || 'NotAction' in value) ? [value] : [];
  return [...own, ...Object.values(value).flatMap(statementsIn)];
}

function problemsOf(statement: Statement): readonly string[] {
  // A denial may be as wide as it likes.
  if (statement['Effect'] !== 'Allow') return [];
  const { Action, Resource, Principal, NotAction, NotResource, NotPrincipal } = statement;
  return [
    ...listOf(Action)
      .filter(hasStar)
      .map((action) => `allows the action ${String(action)}`),
    ...listOf(Resource)
      .filter(isAnyResource)
      .map((resource) => `allows it on ${textOf(resource)}`),
    ...principalsOf(Principal)
      .filter((one) => one === '*')
      .map(() => 'allows it to everyone'),
    ...[NotAction, NotResource, NotPrincipal]
      .filter((one) => one !== undefined)
      .map(() => 'allows all but what it names'),
  ];
}

const hasStar = (text: unknown) => typeof text === 'string' && text.includes('*');

/** A star at the end of a path is what is in a folder; one in place of a whole name is whatever there is. */
function isAnyResource(resource: unknown): boolean {
  const text = textOf(resource);
  if (text === undefined) return false;
  return text === '*' || /(?:^|:)\*(?:$|:)/.test(text.replace(/:log-group:[^*]+:\*$/, ''));
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!isMap(value)) return undefined;
  const sub = value['Fn::Sub'];
  const text: unknown = Array.isArray(sub) ? sub[0] : sub;
  return typeof text === 'string' ? text : undefined;
}

const principalsOf = (principal: unknown): readonly unknown[] =>
  isMap(principal) ? Object.values(principal).flatMap(listOf) : listOf(principal);

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
