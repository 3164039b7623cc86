// Who may what, by the packaged template: a function by its role, people by the managed policies, topics by the queues' policies.
import * as v from 'valibot';
import type { Resolver } from '../../template/create-resolver.ts';
import type { PackagedService, TemplateResource } from '../../template/read-packaged-service.ts';
import { StartRefused } from '../start-refused.ts';
import { readStatements, type Statement } from './statement.ts';

export interface Rights {
  /** By the function's short name. */
  readonly functions: ReadonlyMap<string, readonly Statement[]>;
  /** Of somebody to whom every managed policy is attached. */
  readonly operator: readonly Statement[];
  readonly queuePolicies: readonly Statement[];
}

const role = v.object({
  Policies: v.optional(v.array(v.object({ PolicyName: v.string(), PolicyDocument: v.unknown() })), []),
});
const attached = v.object({ PolicyDocument: v.unknown(), Roles: v.optional(v.array(v.string()), []) });
const lambdaFunction = v.object({ Role: v.string() });
const queuePolicy = v.object({ PolicyDocument: v.unknown() });

/** @param resolver needs no ports yet: policies name ARNs, and an ARN has none */
export function readRights({ template, shortNames }: PackagedService, resolver: Resolver): Rights {
  function all<Schema extends v.GenericSchema>(type: string, schema: Schema) {
    return Object.entries(template.Resources)
      .filter(([, { Type, Condition }]) => Type === type && (Condition === undefined || resolver.isTrue(Condition)))
      .map(([id, resource]) => ({ id, properties: read(id, resource, schema) }));
  }
  function read<Schema extends v.GenericSchema>(id: string, { Type, Properties }: TemplateResource, schema: Schema) {
    const parsed = v.safeParse(schema, resolver.resolve(Properties));
    if (parsed.success) return parsed.output;
    throw new StartRefused(`${id} (${Type}) cannot be read:\n${v.summarize(parsed.issues)}`);
  }

  const policies = all('AWS::IAM::Policy', attached);
  const ofRole = new Map(
    all('AWS::IAM::Role', role).map(({ id, properties }) => {
      const name = resolver.nameOf(id);
      const own = properties.Policies.flatMap(({ PolicyDocument }) => readStatements(id, PolicyDocument));
      const others = policies
        .filter((policy) => policy.properties.Roles.includes(name))
        .flatMap((policy) => readStatements(policy.id, policy.properties.PolicyDocument));
      return [name, [...own, ...others]] as const;
    }),
  );
  const functions = all('AWS::Lambda::Function', lambdaFunction).map(({ id, properties }) => {
    const shortName = shortNames.get(resolver.nameOf(id)) ?? id;
    return [shortName, ofRole.get(properties.Role.slice(properties.Role.lastIndexOf('/') + 1)) ?? []] as const;
  });
  return {
    functions: new Map(functions),
    operator: all('AWS::IAM::ManagedPolicy', attached)
      .filter(({ properties }) => properties.Roles.length === 0)
      .flatMap(({ id, properties }) => readStatements(id, properties.PolicyDocument)),
    queuePolicies: all('AWS::SQS::QueuePolicy', queuePolicy).flatMap(({ id, properties }) =>
      readStatements(id, properties.PolicyDocument),
    ),
  };
}
