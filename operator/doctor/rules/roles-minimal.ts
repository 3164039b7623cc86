import type { Statement } from '../model/resource-schemas.ts';
import type { LambdaFunction, TemplateModel } from '../model/template-model.ts';
import { ownerOf, usedBy } from '../model/used-by.ts';
import type { Rule, Told } from '../rule.ts';

/** AWS gives these no resource to name: https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html */
const WITHOUT_RESOURCE: readonly string[] = [
  'cloudwatch:GetMetricData',
  'lambda:ListEventSourceMappings',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

export const rolesMinimal: Rule = {
  name: 'roles-minimal',
  reason:
    'What a function may do is what somebody may do who finds a hole in it. A wildcard or a resource that it does not use ' +
    'costs nothing until then.',
  check({ model, at }) {
    const wide = [
      ...model.managedPolicies.flatMap(({ id, properties }) =>
        properties.PolicyDocument.Statement.map((one) => [id, one] as const),
      ),
      ...model.roles.flatMap(({ id, properties }) =>
        properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement.map((one) => [id, one] as const)),
      ),
    ].flatMap(([id, statement]) => wildcards(statement).map((what) => told(at(id), statement, what)));
    const managed = model.roles
      .filter(({ properties }) => properties.ManagedPolicyArns.length > 0)
      .map(({ id, properties }) => ({
        where: at(id),
        what: `takes over ${properties.ManagedPolicyArns.join(', ')}, which allows more than one function needs`,
        fix: 'Write down the statements that it needs.',
      }));
    return [...wide, ...managed, ...model.functions.flatMap((one) => unused(one, model, at))];
  },
};

const told = (where: string, { Sid }: Statement, what: string): Told => ({
  where,
  what: `${Sid || 'a statement'} ${what}`,
  fix: 'Name the actions that it calls and the ARNs that it calls them on.',
});

function wildcards(statement: Statement): readonly string[] {
  if (statement.Effect !== 'Allow') return [];
  const { Action, Resource } = statement;
  const everywhere = Resource.includes('*') && !Action.every((action) => WITHOUT_RESOURCE.includes(action));
  return [
    ...(['NotAction', 'NotResource'].some((key) => key in statement) ? ['allows all but what it names'] : []),
    ...Action.filter((action) => action.includes('*')).map((action) => `allows ${action}`),
    ...(everywhere ? [`allows ${Action.join(', ')} on everything`] : []),
  ];
}

/** Resources of the template that none of what the function is given points to. */
function unused(called: LambdaFunction, model: TemplateModel, at: (id: string) => string): readonly Told[] {
  const role = model.roles.find(({ id }) => id === model.idOf(called.properties.Role));
  const uses = usedBy(called, model);
  const allowed = role?.properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement) ?? [];
  return allowed.flatMap((statement) =>
    statement.Resource.filter((arn) => arn !== '*').flatMap((arn) => {
      const owner = ownerOf(arn, model);
      if (owner !== undefined && !uses.has(owner))
        return [told(at(role?.id ?? called.id), statement, `allows ${owner}, which ${called.id} is not told of`)];
      const isWholeBucket = owner !== undefined && arn.startsWith('arn:aws:s3:') && /^[^/]*\/\*$/.test(arn);
      if (isWholeBucket) return [told(at(role?.id ?? called.id), statement, `allows every object of ${owner}`)];
      const isAnyOf = owner === undefined && /^arn:aws:(?:sqs|sns|dynamodb|s3|lambda):.*\*/.test(arn);
      return isAnyOf ? [told(at(role?.id ?? called.id), statement, `allows whatever is called ${arn}`)] : [];
    }),
  );
}
