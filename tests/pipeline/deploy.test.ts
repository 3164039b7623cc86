// The command as a person calls it, with osls itself, against as much of an AWS account as they ask for.
import { spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join, resolve } from 'node:path';
import { childEnvironment } from '../support/child-environment.ts';
import { readDeployingPage } from '../support/deploying-page.ts';
import { FAKE_ACCOUNT, startFakeAws, type FakeAws } from '../support/start-fake-aws.ts';
import { temporaryDirectory } from '../support/local-pipeline.ts';
import { packagedDirectory } from '../support/packaged.ts';
import { endOf } from '../support/run-hooks.ts';

const COPIED = ['serverless.yml', 'package.json', 'functions', 'shared', 'template', 'local', 'operator'];
const TEMPLATE = 'cloudformation-template-update-stack.json';

// osls puts what it deploys into a folder of the service, where other tests package at the same time.
const service = temporaryDirectory();
const packaged = join(service, 'packaged');
for (const name of COPIED) cpSync(name, join(service, name), { recursive: true });
symlinkSync(resolve('node_modules'), join(service, 'node_modules'));
cpSync(packagedDirectory('prod'), packaged, { recursive: true });
// Whoever packaged anew would fail here.
writeFileSync(join(service, 'functions/ingest/handler.ts'), 'this is no TypeScript (');

const template = readFileSync(join(packaged, TEMPLATE), 'utf8');

let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
});
afterEach(() => aws.close());

const deploy = async (words: readonly string[], credentials = aws.credentials) => {
  const given = ['--stage', 'prod', '--region', 'us-east-1', '--package', packaged, '--json', ...words];
  const child = spawn(process.execPath, [join(service, 'operator/deploy/cli.ts'), ...given], {
    cwd: service,
    env: {
      ...childEnvironment(),
      AWS_ENDPOINT_URL: aws.url,
      ...credentials,
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_EC2_METADATA_DISABLED: 'true',
      SLS_AWS_MONITORING_FREQUENCY: '10',
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end();
  const { exitCode, stdout, stderr } = await endOf(child);
  return { exitCode, stderr, summary: stdout === '' ? undefined : JSON.parse(stdout) };
};

const CHANGING = /^(?:PUT|POST|DELETE|Create|Update|Delete|Execute|Set)/;

test('a dry run tells whose account it is, what the doctor found and what differs, and changes nothing', async () => {
  const deployed = JSON.parse(template);
  delete deployed.Resources.SweepLogGroup;
  aws.deployed({ status: 'UPDATE_COMPLETE', template: JSON.stringify(deployed) });
  const { exitCode, stderr, summary } = await deploy(['--dry-run', '--yes']);
  expect(stderr).toMatch(
    new RegExp(
      `Account ${FAKE_ACCOUNT}, as arn:[^]+prod: 0 errors[^]+\\[\\+\\] AWS::Logs::LogGroup SweepLogGroup[^]+this was a dry run`,
    ),
  );
  expect([exitCode, summary.outcome, summary.account]).toEqual([0, 'dry-run', FAKE_ACCOUNT]);
  expect(aws.calls).toContain('GetTemplate');
  expect(aws.calls.filter((call) => CHANGING.test(call) && !call.endsWith('/invocations'))).toEqual([]);
});

test('what is deployed is byte for byte what was looked at; where the canary stops it is told how to go back', async () => {
  const before = JSON.stringify({ Resources: { ServerlessDeploymentBucket: { Type: 'AWS::S3::Bucket' } } });
  aws.deployed({ status: 'UPDATE_COMPLETE', template: before });
  const { exitCode, stderr, summary } = await deploy(['--yes']);
  expect(JSON.parse(String(aws.stack()?.template))).toEqual(JSON.parse(template));

  const zips = readdirSync(packaged).filter((name) => name.endsWith('.zip'));
  expect(zips.length).toBeGreaterThan(10);
  const uploaded = [...aws.objects].filter(([key]) => key.endsWith('.zip'));
  expect(uploaded).toHaveLength(zips.length);
  for (const [key, bytes] of uploaded) {
    const checked = readFileSync(join(packaged, String(key.split('/').at(-1))));
    expect([key, bytes.equals(checked)]).toEqual([key, true]);
    // Where the template looks for the code of a function.
    expect(template).toContain(`"S3Key": "${key}"`);
  }

  const asked = aws.calls.filter((call) => /^(?!GetCallerIdentity)[A-Z][a-z]\w+$/.test(call));
  const { actions } = readDeployingPage();
  expect(asked.filter((action) => !actions.has(`cloudformation:${action}`))).toEqual([]);

  // The functions of this account are not there to be asked: nothing came through.
  expect([exitCode, summary.outcome, summary.status]).toEqual([1, 'canary-stopped', 'UPDATE_COMPLETE']);
  expect(stderr).toMatch(/the canary did not come through\.\nTo go back: check out the commit[^]+--stage prod/);
});

test('a package of another Region, and params beside a package, are refused', async () => {
  const elsewhere = await deploy(['--yes', '--region', 'eu-central-1']);
  expect([elsewhere.exitCode, elsewhere.stderr]).toEqual([
    2,
    expect.stringContaining('is packaged for prod in us-east-1, and not for prod in eu-central-1'),
  ]);
  expect((await deploy(['--yes', '--param', 'retentionDays=90'])).exitCode).toBe(2);
  expect(aws.calls).toEqual(['GetCallerIdentity']);
});

test('without credentials nothing is asked of AWS', async () => {
  const { exitCode, stderr } = await deploy(['--yes'], {});
  expect([exitCode, aws.calls]).toEqual([4, []]);
  expect(stderr).toContain('AWS does not know whose credentials these are');
});
