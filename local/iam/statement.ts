// A statement of a policy document whose intrinsics are resolved.
import * as v from 'valibot';
import { StartRefused } from '../start-refused.ts';
import type { Condition } from './conditions.ts';

export interface Statement {
  readonly sid: string;
  readonly isAllowing: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
  /** Of a resource's own policy: services such as `sns.amazonaws.com`, or `*`. */
  readonly principals: readonly string[];
}

const oneOrMore = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((value) => [value].flat()),
);
const conditionValues = v.pipe(
  v.union([v.string(), v.boolean(), v.number(), v.array(v.union([v.string(), v.boolean(), v.number()]))]),
  v.transform((value) => [value].flat().map(String)),
);
const absent = (name: string) => v.optional(v.never(`local mode does not read ${name}`));
const statement = v.object({
  Sid: v.optional(v.string(), ''),
  Effect: v.picklist(['Allow', 'Deny']),
  Action: oneOrMore,
  NotAction: absent('NotAction'),
  Resource: v.optional(oneOrMore, '*'),
  NotResource: absent('NotResource'),
  Principal: v.optional(v.union([v.string(), v.record(v.string(), oneOrMore)])),
  NotPrincipal: absent('NotPrincipal'),
  Condition: v.optional(v.record(v.string(), v.record(v.string(), conditionValues)), {}),
});
const policyDocument = v.object({
  Statement: v.pipe(
    v.union([statement, v.array(statement)]),
    v.transform((value) => [value].flat()),
  ),
});

/** @param where names the resource in the refusal */
export function readStatements(where: string, document: unknown): readonly Statement[] {
  const parsed = v.safeParse(policyDocument, document);
  if (!parsed.success) {
    throw new StartRefused(`The policy of ${where} cannot be read:\n${v.summarize(parsed.issues)}`);
  }
  return parsed.output.Statement.map(({ Sid, Effect, Action, Resource, Principal, Condition }) => ({
    sid: Sid,
    isAllowing: Effect === 'Allow',
    actions: Action,
    resources: Resource,
    conditions: Object.entries(Condition).flatMap(([operator, compared]) =>
      Object.entries(compared).map(([key, values]) => ({ operator, key, values })),
    ),
    principals: typeof Principal === 'string' ? [Principal] : Object.values(Principal ?? {}).flat(),
  }));
}
