// The rights that docs/deploying.md gives to the role that deploys, against the template that it has to make.
import { globSync, readFileSync } from 'node:fs';
import { readDeployingPage } from '../support/deploying-page.ts';
import { readPackaged } from '../support/packaged.ts';

const { documents, actions, actionsOfType } = readDeployingPage();
const statements = documents.flat();

/** Those that only a param brings are not packaged here, but written somewhere. */
const writtenTypes = globSync(['functions/**/*.{yml,cjs}', 'shared/resources/**/*.{yml,cjs}'])
  .flatMap((file) => readFileSync(file, 'utf8').match(/\bAWS::\w+::\w+/g) ?? [])
  .filter((type) => type !== 'AWS::CloudFormation::Stack');
const types = new Set([
  ...Object.values(readPackaged('prod').template.Resources).map(({ Type }) => Type),
  ...writtenTypes,
]);

test.each([...types].toSorted())('what CloudFormation does for an %s is in the table, and allowed', (type) => {
  const needed = actionsOfType.get(type) ?? [];
  expect(needed.length).toBeGreaterThan(1);
  expect(needed.filter((action) => !actions.has(action))).toEqual([]);
});

test('the table has no type that the template has not', () => {
  expect([...actionsOfType.keys()].filter((type) => !types.has(type))).toEqual([]);
});

/** Statements on what has no name of this service in it, and why. */
const nameless: Readonly<Record<string, string>> = {
  OnlyOnEverything:
    'AWS knows no resources for these, or takes them for composite alarms and log deliveries on * alone',
  Mappings: 'a mapping is named by an id that AWS makes up: the condition names the functions',
  TagsOfMappings: 'as above, and for tags there is no such condition',
  Api: 'APIs are named by ids, too',
  Domain: 'the name is the own of whoever deploys',
  FirstDomainOfTheAccount: 'the role of API Gateway itself',
  Zone: 'the zone is named',
  ChangesOfZones: 'changes are named by ids',
  Key: 'the key is named',
  Layer: 'the layer of AWS',
};

test('no action is a star, and whatever does not bear the name of this service has its reason', () => {
  expect([...actions].filter((action) => action.includes('*'))).toEqual([]);
  expect(statements.filter(({ Effect }) => Effect !== 'Allow')).toEqual([]);
  const others = statements.filter(({ Resource }) =>
    [Resource].flat().some((one) => !one.includes('webhook-pipeline-')),
  );
  expect(others.map(({ Sid }) => Sid).toSorted()).toEqual(Object.keys(nameless).toSorted());
});

test('it gives roles to Lambda alone, and cannot change its own', () => {
  const passing = statements.filter(({ Action }) => [Action].flat().includes('iam:PassRole'));
  expect(passing).toHaveLength(1);
  expect(passing[0]?.Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } });
  const [, own = ''] = /--role-name (\S+)/.exec(readFileSync('docs/deploying.md', 'utf8')) ?? [];
  expect(own).toMatch(/^(?!webhook-pipeline-)./);
});

test('all of it fits into the inline policies of one role', () => {
  // Without blanks: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  const characters = documents.reduce(
    (sum, Statement) => sum + JSON.stringify({ Version: '2012-10-17', Statement }).length,
    0,
  );
  expect(characters).toBeLessThan(10_240);
});
