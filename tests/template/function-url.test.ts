// Stage prod by `--param edge=function-url`: what it has instead of an API, and that everything else is as it was.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssumptions } from '../../operator/plan/assumptions.ts';
import { pricesOf, quotasOf, readAwsFacts } from '../../operator/plan/aws-facts.ts';
import { billOf } from '../../operator/plan/cost/bill.ts';
import { againstBudget } from '../../operator/plan/cost/budget.ts';
import { behindApi, behindUrl } from '../../operator/plan/cost/edge-alternatives.ts';
import { firstLimit } from '../../operator/plan/capacity/needs.ts';
import { readDesign } from '../../operator/plan/read-design.ts';
import { allowedWildcards } from '../../template/checks/allowed-wildcards.ts';
import { checkAgainstSchema } from '../../template/checks/check-against-schema.ts';
import { findWildcards } from '../../template/checks/find-wildcards.ts';
import { createResolver } from '../../template/create-resolver.ts';
import { packageStage } from '../../template/package-stage.ts';
import { readPackagedService, type PackagedService } from '../../template/read-packaged-service.ts';
import { examinedByDoctor } from '../support/examined-by-doctor.ts';
import { isKnownMetric } from '../support/known-metrics.ts';
import { packagedDirectory } from '../support/packaged.ts';
import { referredIds } from '../support/template-reader.ts';

let url: PackagedService;
let api: PackagedService;
const properties = (id: string) => url.template.Resources[id]?.Properties ?? {};

beforeAll(async () => {
  const outputDirectory = await mkdtemp(join(tmpdir(), 'webhook-pipeline-by-url-'));
  try {
    await packageStage({
      stage: 'prod',
      serviceDirectory: process.cwd(),
      outputDirectory,
      params: ['edge=function-url'],
    });
    url = await readPackagedService(outputDirectory);
    api = await readPackagedService(packagedDirectory('prod'));
  } finally {
    await rm(outputDirectory, { recursive: true, force: true });
  }
});

test('the URL of ingest, which everyone may call and in no other way, stands where the API stood', () => {
  const [ofUrl, ofApi] = [Object.keys(url.template.Resources), Object.keys(api.template.Resources)];
  expect(ofUrl.filter((id) => !ofApi.includes(id)).toSorted()).toEqual([
    'IngestLambdaFunctionUrl',
    'IngestLambdaPermissionFn',
    'IngestLambdaPermissionFnUrl',
  ]);
  const gone = ofApi.filter((id) => !ofUrl.includes(id));
  expect(gone.filter((id) => !id.includes('HttpApi'))).toEqual([]);
  expect(gone).toContain('HttpApiLogGroup');
  const FunctionName = { 'Fn::GetAtt': ['IngestLambdaFunction', 'Arn'] };
  expect(properties('IngestLambdaFunctionUrl')).toEqual({ AuthType: 'NONE', TargetFunctionArn: FunctionName });
  expect([properties('IngestLambdaPermissionFnUrl'), properties('IngestLambdaPermissionFn')]).toEqual([
    { Action: 'lambda:InvokeFunctionUrl', Principal: '*', FunctionName, FunctionUrlAuthType: 'NONE' },
    { Action: 'lambda:InvokeFunction', Principal: '*', FunctionName, InvokedViaFunctionUrl: true },
  ]);
  expect(properties('IngestLambdaFunction')['ReservedConcurrentExecutions']).toBe(50);
});

test('it holds nothing that AWS does not know, no wildcard that is not on the list, and no rule of the doctor is broken', async () => {
  expect(await checkAgainstSchema(url.template)).toEqual([]);
  expect(findWildcards(url.template, allowedWildcards)).toEqual([]);
  const { findings, notChecked } = await examinedByDoctor('prod', ({ resources }) => {
    for (const id of Object.keys(resources)) delete resources[id];
    Object.assign(resources, url.template.Resources);
  });
  expect([findings.filter(({ severity }) => severity === 'error'), notChecked]).toEqual([[], []]);
});

test('operators are told its URL, without the slash at its end', () => {
  const resolver = createResolver(url.template, {
    accountId: '123456789012',
    region: 'us-east-1',
    stackName: url.stackName,
    awsUrl: 'https://sqs.us-east-1.amazonaws.com',
    webhooksUrl: 'https://tz3x5qf7p2d4.lambda-url.us-east-1.on.aws',
  });
  const { Variables } = properties('InspectLambdaFunction')['Environment'] as { readonly Variables: object };
  expect(resolver.resolve(Variables)).toMatchObject({
    WEBHOOKS_URL: 'https://tz3x5qf7p2d4.lambda-url.us-east-1.on.aws',
  });
});

const alarmsOf = ({ template }: PackagedService) =>
  Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm');

test('as many alarms as before, and they and the dashboard read what is there and what AWS says of a URL', () => {
  expect(alarmsOf(url).map(([id]) => id)).toEqual(alarmsOf(api).map(([id]) => id));
  const watching = Object.values(url.template.Resources).filter(({ Type }) => Type.startsWith('AWS::CloudWatch'));
  expect(watching.flatMap(referredIds).filter((id) => !(id in url.template.Resources))).toEqual([]);
  const said = JSON.stringify(watching);
  expect(said).not.toMatch(/ApiGateway|HttpApi|http-api/);
  const read = new Set(said.match(/Url\w+(?=\\?")/g));
  expect(read).toEqual(new Set(['UrlRequestCount', 'Url4xxCount', 'Url5xxCount', 'UrlRequestLatency']));
  for (const metric of read) expect(isKnownMetric('AWS/Lambda', metric, ['FunctionName'])).toBe(true);
});

describe('the plan of it', () => {
  const assumptions = readAssumptions();
  const facts = readAwsFacts();
  const designOf = (packaged: PackagedService) => readDesign(packaged, assumptions, { sizeKilobytes: 4, mix: {} });
  const billAt = (design: ReturnType<typeof designOf>) => billOf(design, 40, pricesOf(facts));

  test('is within the budget at 40 a second', () => {
    const design = designOf(url);
    expect(againstBudget(billAt(design).parts, 40, design)).toMatchObject({ isMet: true });
  });

  test('is what the page and the plan of the other edge foresee of it, line by line', () => {
    const lines = (design: ReturnType<typeof designOf>) => billAt(design).items;
    expect(lines(behindUrl(designOf(api)))).toEqual(lines(designOf(url)));
    expect(lines(behindApi(designOf(url), assumptions.accessLogKilobytes))).toEqual(lines(designOf(api)));
  });

  test('has ten requests a second for each reserved invocation as its first limit, and no burst', () => {
    expect(designOf(url)).toMatchObject({ isFunctionUrl: true, throttle: { perSecond: 500, burst: 0 } });
    expect(firstLimit(designOf(url), quotasOf(facts, 'us-east-1'))).toMatchObject({ stage: 'url', quota: 500 });
  });
});
