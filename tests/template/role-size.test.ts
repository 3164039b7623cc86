import { createResolver } from '../../template/create-resolver.ts';
import { readPackagedService } from '../../template/read-packaged-service.ts';
import { packagedDirectory } from '../support/packaged.ts';
import { readTemplate, type Statement } from '../support/template-reader.ts';

/** Of all inline policies of a role together, without whitespace: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const CHARACTERS_MAX = 10_240;
const ROWS = 20;
const LONGEST_NAME = 'a-name-as-long-as-rows-may-have';

/** Of the statement that a key of one's own adds to each role, and of longer names of Regions and services. */
const CHARACTERS_SPARE = 1500;
const NO_URL = 'http://127.0.0.1';

const { all, workers } = readTemplate('prod');
const { template } = await readPackagedService(packagedDirectory('prod'));
const { resolve } = createResolver(template, {
  region: 'ap-southeast-2',
  accountId: '123456789012',
  stackName: 'webhook-pipeline-prod',
  awsUrl: NO_URL,
  webhooksUrl: NO_URL,
});

/** A list with one entry for each row has as many more as rows are missing, each with the longest name. */
function atTwentyRows(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, atTwentyRows(inner)]));
  const ofForward = value.filter((one): one is string => typeof one === 'string' && /\bforward\b/.test(one));
  const isPerRow = value.length >= workers.length - 1 && ofForward.length > 0;
  if (!isPerRow) return value.map(atTwentyRows);
  const more = ofForward.map((one) => one.replace(/\bforward\b/, LONGEST_NAME));
  return [...value, ...Array.from({ length: ROWS - workers.length }, () => more).flat()];
}

const sizeOf = (statements: readonly Statement[]) => JSON.stringify(atTwentyRows(resolve(statements))).length;

test.each(all('AWS::IAM::Role').map(({ id, properties }) => [id, properties.Policies] as const))(
  '%s fits into what IAM allows, with twenty workers as well',
  (_, policies) => {
    const size = policies.reduce((sum, { PolicyDocument }) => sum + 40 + sizeOf(PolicyDocument.Statement), 0);
    expect(size).toBeLessThan(CHARACTERS_MAX - CHARACTERS_SPARE);
  },
);

test('what is measured grows with the rows', () => {
  const erase = all('AWS::IAM::Role').find(({ id }) => id === 'EraseRole')!;
  const statements = erase.properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const perRow = LONGEST_NAME.length * 2;
  expect(sizeOf(statements)).toBeGreaterThan(
    JSON.stringify(resolve(statements)).length + perRow * (ROWS - workers.length),
  );
});
