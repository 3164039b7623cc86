import { allowedWildcards } from '../../../template/checks/allowed-wildcards.ts';
import { mayHaveWildcard } from '../../../template/checks/find-wildcards.ts';
import { conditions } from '../model/links.ts';
import type { Statement } from '../model/policy-schemas.ts';
import { roleStatements, type RoleStatement } from '../model/role-statements.ts';
import type { LambdaFunction, TemplateModel } from '../model/template-model.ts';
import { ownerOf, usedBy } from '../model/used-by.ts';
import type { Rule, Told } from '../rule.ts';

const LAMBDA = 'lambda.amazonaws.com';

export const rolesMinimal: Rule = {
  name: 'roles-minimal',
  reason:
    'What a function may do is what somebody may do who finds a hole in it. A wildcard, a resource that it does not use, or ' +
    'somebody else who may take its role on costs nothing until then.',
  check({ model, at }) {
    const managedStatements = model.managedPolicies.flatMap(({ id, properties }) =>
      properties.PolicyDocument.Statement.map((statement) => ({ id, statement })),
    );
    const wide = [...managedStatements, ...model.roles.flatMap((role) => roleStatements(role, model))].flatMap(
      ({ id, statement }) => wildcards(id, statement).map((what) => told(at(id), statement, what)),
    );
    const managed = model.roles
      .filter(({ properties }) => properties.ManagedPolicyArns.length > 0)
      .map(({ id, properties }) => ({
        where: at(id),
        what: `takes over ${properties.ManagedPolicyArns.join(', ')}, which allows more than one function needs`,
        fix: 'Write down the statements that it needs.',
      }));
    return [...wide, ...managed, ...model.functions.flatMap((one) => judge(one, model, at))];
  },
};

type At = (logicalId: string) => string;

const told = (where: string, { Sid }: Statement, what: string): Told => ({
  where,
  what: `${Sid || 'a statement'} ${what}`,
  fix: 'Name the actions that it calls and the ARNs that it calls them on.',
});

function wildcards(id: string, statement: Statement): readonly string[] {
  if (statement.Effect !== 'Allow') return [];
  const { Action, Resource } = statement;
  const everywhere = Resource.includes('*') && !mayHaveWildcard(id, statement, allowedWildcards);
  return [
    ...(['NotAction', 'NotResource'].some((key) => key in statement) ? ['allows all but what it names'] : []),
    ...Action.filter((action) => /[*?]/.test(action)).map((action) => `allows ${action}`),
    ...(everywhere ? [`allows ${Action.join(', ')} on everything`] : []),
  ];
}

function judge(called: LambdaFunction, model: TemplateModel, at: At): readonly Told[] {
  const role = model.roles.find(({ id }) => id === model.idOf(called.properties.Role));
  if (!role) return [];
  const strangers = role.properties.AssumeRolePolicyDocument.Statement.filter(
    ({ Effect, Principal }) => Effect === 'Allow' && !isLambdaAlone(Principal),
  ).map((statement) => told(at(role.id), statement, `lets others than ${LAMBDA} take the role on`));
  const statements = roleStatements(role, model).filter(({ statement }) => statement.Effect === 'Allow');
  return [
    ...strangers,
    ...statements.flatMap((one) => unused(called, one, model, at)),
    ...(isRow(called, model) ? statements.flatMap((one) => othersItems(one, model, at)) : []),
  ];
}

const isLambdaAlone = (principal: unknown): boolean =>
  typeof principal === 'object' &&
  principal !== null &&
  Object.entries(principal).every(([kind, who]) => kind === 'Service' && [who].flat().every((one) => one === LAMBDA));

/** Resources of the template that none of what the function is given points to, and patterns that take in more than one. */
function unused(
  called: LambdaFunction,
  { id, statement }: RoleStatement,
  model: TemplateModel,
  at: At,
): readonly Told[] {
  const uses = usedBy(called, model);
  return statement.Resource.filter((arn) => arn !== '*').flatMap((arn) => {
    const owner = ownerOf(arn, model);
    if (owner !== undefined && !uses.has(owner))
      return [told(at(id), statement, `allows ${owner}, which ${called.id} is not told of`)];
    const isWholeBucket = owner !== undefined && /^arn:[^:]*:s3:/.test(arn) && /^[^/]*\/[*?]/.test(arn);
    if (isWholeBucket) return [told(at(id), statement, `allows every object of ${owner}`)];
    const isAnyOf = owner === undefined && /[*?]/.test(withoutStreams(arn));
    return isAnyOf && !mayHaveWildcard(id, statement, allowedWildcards)
      ? [told(at(id), statement, `allows whatever is called ${arn}`)]
      : [];
  });
}

/** Streams of one log group have names that Lambda makes up. */
const withoutStreams = (arn: string) => arn.replace(/(:log-group:[^:*?]+):\*$/, '$1');

const isRow = ({ properties }: LambdaFunction, { workers, stackName }: TemplateModel) =>
  Object.keys(workers).some((row) => properties.FunctionName === `${stackName}-${row}`);

/** Workers share the tables, and each has its own items there: another's markers say what was posted and what was not. */
function othersItems({ id, statement }: RoleStatement, model: TemplateModel, at: At): readonly Told[] {
  const isOnTable = statement.Resource.some((arn) => model.tables.some((table) => table.id === ownerOf(arn, model)));
  const saysWhich = conditions(statement).some(([, key]) => key === 'dynamodb:leadingkeys');
  return isOnTable && !saysWhich ? [told(at(id), statement, 'allows the items of every worker')] : [];
}
