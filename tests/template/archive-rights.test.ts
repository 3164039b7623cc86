// Who reads the archive and the results, and what they know of the rows for it.
import { ARCHIVE_PREFIX } from '#shared/archive/read-archive.ts';
import { readWorkerRows } from '#shared/workers/worker-row.ts';
import { readTemplate, type CfnValue, type Statement } from '../support/template-reader.ts';

const { one, workers } = readTemplate('prod');

const statementsOf = (role: string): readonly Statement[] =>
  one('AWS::IAM::Role', role).properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
const variablesOf = (id: string) => one('AWS::Lambda::Function', id).properties.Environment.Variables;
const rowsOf = (id: string) => readWorkerRows(variablesOf(id)['WORKER_ROWS'] as string);
const textsOf = ({ Resource }: Statement) =>
  [Resource]
    .flat()
    .map((resource: CfnValue) => (typeof resource === 'object' && 'Fn::Sub' in resource ? resource['Fn::Sub'] : ''));
const resourcesOf = (role: string, action: string) =>
  statementsOf(role)
    .filter(({ Action }) => [Action].flat().includes(action))
    .flatMap(textsOf);
const listedBy = (role: string) =>
  statementsOf(role)
    .filter(({ Action, Resource }) => Action === 's3:ListBucket' && JSON.stringify(Resource).includes('ResultsBucket'))
    .flatMap(({ Condition }) => prefixesOf(Condition));

type OfPrefix = Readonly<Record<string, { readonly 's3:prefix': string | string[] } | undefined>>;

/** Without a condition a listing is of everything. */
function prefixesOf(condition: unknown): readonly string[] {
  const { StringLike, StringLikeIfExists = StringLike } = (condition ?? {}) as OfPrefix;
  return [StringLikeIfExists?.['s3:prefix'] ?? 'everything'].flat();
}

test.each(['InspectLambdaFunction', 'ReplayLambdaFunction'])('%s knows every row', (id) => {
  expect(rowsOf(id).map(({ name }) => name)).toEqual(workers);
});

test('the archive lies where its readers look for it', () => {
  const row = rowsOf('ReplayLambdaFunction').find(({ name }) => name === 'archive');
  expect(row).toMatchObject({ resultsPrefix: ARCHIVE_PREFIX, results: 'batch' });
});

test('replay reads the archive and no other results, and puts nothing there', () => {
  const read = resourcesOf('ReplayRole', 's3:GetObject');
  const put = resourcesOf('ReplayRole', 's3:PutObject');
  expect(read).toContain('${ResultsBucket.Arn}/archive/*');
  expect(put).toContain('${ResultsBucket.Arn}/claim-checks/*');
  const prefixes = rowsOf('ReplayLambdaFunction').map(({ resultsPrefix }) => `\${ResultsBucket.Arn}/${resultsPrefix}*`);
  expect(read.filter((resource) => prefixes.includes(resource))).toEqual(['${ResultsBucket.Arn}/archive/*']);
  expect(put.filter((resource) => prefixes.includes(resource))).toEqual([]);
  expect(listedBy('ReplayRole')).toContain('archive/*');
});

test("inspect lists and reads every worker's results, and never the whole bucket", () => {
  const prefixes = rowsOf('InspectLambdaFunction').map(({ resultsPrefix }) => `${resultsPrefix}*`);
  expect(resourcesOf('InspectRole', 's3:GetObject')).toEqual(
    expect.arrayContaining(prefixes.map((prefix) => `\${ResultsBucket.Arn}/${prefix}`)),
  );
  expect(listedBy('InspectRole')).toEqual(expect.arrayContaining(prefixes));
  expect(listedBy('InspectRole')).not.toContain('everything');
  const changing = statementsOf('InspectRole').flatMap(({ Action }) =>
    [Action].flat().filter((action) => /Put|Delete|Update/.test(action)),
  );
  expect(changing.filter((action) => !action.startsWith('logs:'))).toEqual([]);
});

test("inspect reads forward's markers and no other", () => {
  const onMarkers = statementsOf('InspectRole').filter(({ Resource }) =>
    JSON.stringify(Resource).includes('MarkersTable'),
  );
  expect(onMarkers.map(({ Action, Condition }) => [Action, Condition])).toEqual([
    ['dynamodb:BatchGetItem', { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['forward/*'] } }],
  ]);
});
