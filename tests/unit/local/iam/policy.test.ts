// Decisions of ours beside those of an evaluator that others have written.
import { runSimulation } from '@cloud-copilot/iam-simulate';
import * as fc from 'fast-check';
import { createPolicy } from '../../../../local/iam/policy.ts';
import { readStatements } from '../../../../local/iam/statement.ts';

const actions = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'];
const keys = ['archive/a', 'archive/b/c', 'ledger/a', 'config/sources.json'];
const patterns = ['archive/*', '*', 'ledger/?', 'config/sources.json', 'arch*/a'];
const bucket = 'arn:aws:s3:::results';

const conditions = fc.option(
  fc.record({
    operator: fc.constantFrom(
      'StringEquals',
      'StringLike',
      'StringNotEquals',
      'StringLikeIfExists',
      'StringEqualsIfExists',
      'ForAllValues:StringLike',
    ),
    values: fc.uniqueArray(fc.constantFrom('one', 'two', 'o*', 't?o'), { minLength: 1, maxLength: 2 }),
  }),
  { nil: undefined },
);

const statement = fc
  .record({
    Effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
    Action: fc.uniqueArray(fc.constantFrom(...actions, 's3:Get*', 's3:*'), { minLength: 1, maxLength: 2 }),
    Resource: fc
      .uniqueArray(fc.constantFrom(...patterns), { minLength: 1, maxLength: 2 })
      .map((chosen) => chosen.map((pattern) => `${bucket}/${pattern}`)),
    condition: conditions,
  })
  .map(({ condition, ...rest }) => ({
    ...rest,
    ...(condition && { Condition: { [condition.operator]: { 'aws:PrincipalTag/team': condition.values } } }),
  }));

test('what a policy allows is what another evaluator says that it allows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(statement, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...actions),
      fc.constantFrom(...keys),
      fc.constantFrom(undefined, 'one', 'two', 'three'),
      async (Statement, action, key, team) => {
        const document = { Version: '2012-10-17', Statement };
        const resource = `${bucket}/${key}`;
        const ours = createPolicy(readStatements('test', document)).allowing({
          action,
          resource,
          context: team === undefined ? {} : { 'aws:PrincipalTag/team': [team] },
        });
        const theirs = await runSimulation(
          {
            request: {
              principal: 'arn:aws:iam::000000000000:role/archive',
              action,
              resource: { resource, accountId: '000000000000' },
              contextVariables: team === undefined ? {} : { 'aws:PrincipalTag/team': team },
            },
            identityPolicies: [{ name: 'own', policy: document }],
            serviceControlPolicies: [],
            resourceControlPolicies: [],
          },
          {},
        );
        if (theirs.resultType === 'error') throw new Error(JSON.stringify(theirs.errors));
        expect(ours.length > 0).toBe(theirs.overallResult === 'Allowed');
      },
    ),
    { numRuns: 150 },
  );
});
