import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { jest } from '@jest/globals';
import { childEnvironment } from '../../support/child-environment.ts';
import { startPipeline, temporaryDirectory, type LocalPipeline } from '../../support/local-pipeline.ts';
import { serviceWithWorkers } from '../../support/service-with-workers.ts';

jest.setTimeout(120_000);

const realLooking = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_PROFILE: 'production',
};

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function runNode(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  const environment = { ...childEnvironment(), ...realLooking, ...env };
  return new Promise((ended) => {
    execFile(process.execPath, [...args], { env: environment, timeout: 30_000 }, (error, stdout, stderr) => {
      ended({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
}

const sls = (args: readonly string[], localDir: string) =>
  runNode([createRequire(import.meta.url).resolve('serverless/bin/serverless.js'), ...args], { LOCAL_DIR: localDir });

/** Calls the plugin as osls would, in a process of its own, and tells what it did to the environment. */
async function initialize(verb: string, stage: string, localDir = temporaryDirectory()) {
  const code = `
    const Plugin = require(${JSON.stringify(resolve('local/serverless-plugin.cjs'))});
    const serverless = {
      serviceDir: process.cwd(),
      processedInput: { commands: ${JSON.stringify(verb.split(' '))} },
      classes: { Error },
      getProvider: () => ({ getStage: () => ${JSON.stringify(stage)}, getRegion: () => 'eu-central-1' }),
      service: { provider: { profile: 'production' }, functions: {} },
    };
    const options = { 'aws-profile': 'production' };
    new Plugin(serverless, options).hooks.initialize().then(() => 'allowed', (error) => error.message).then(async (outcome) => {
      const aws = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('AWS_')));
      const guarded = Object.keys(require.cache).some((file) => file.endsWith('loopback-only.cjs'));
      console.log(JSON.stringify({ outcome, aws, guarded, options, provider: serverless.service.provider }));
      process.exit();
    });`;
  const { stdout, stderr } = await runNode(['-e', code], { LOCAL_DIR: localDir });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

test.each([
  'deploy',
  'deploy function',
  'deploy list',
  'remove',
  'info',
  'logs',
  'rollback',
  'rollback function',
  'metrics',
  'test',
  'config credentials',
  'install',
  'create',
  'plugin install',
  'plugin list',
  'plugin search',
  'plugin uninstall',
])('stage local refuses %s in one sentence', async (verb) => {
  const { outcome } = await initialize(verb, 'local');
  expect(outcome).toBe(
    `\`${verb}\` needs AWS or the internet and stage local has neither: name another stage, as in --stage prod.`,
  );
});

test.each(['Local', 'LOCAL'])('stage %s is refused, because it would be taken for one on AWS', async (stage) => {
  for (const verb of ['package', 'deploy']) {
    const { outcome } = await initialize(verb, stage);
    expect(outcome).toBe(`There is no stage ${stage}: write \`local\`, as AWS tells capitals from small letters.`);
  }
});

test('sls deploy --stage Local is refused before any call', async () => {
  const { code, stdout, stderr } = await sls(['deploy', '--stage', 'Local'], temporaryDirectory());
  expect(code).toBe(1);
  expect(`${stdout}${stderr}`).toContain('There is no stage Local: write `local`');
});

test.each(['', '{"lambda":"http://127.0.0.1:45', 'null', '{}'])(
  'endpoints.json that holds %j is told in one sentence',
  async (content) => {
    const localDir = temporaryDirectory();
    writeFileSync(join(localDir, 'endpoints.json'), content);
    const { outcome } = await initialize('invoke', 'local', localDir);
    expect(outcome).toBe(
      `${join(localDir, 'endpoints.json')} is damaged: restart \`npm start\`, which writes it anew.`,
    );
  },
);

test('what stage local allows sees dummy keys, a closed port and no profile, and cannot leave the machine', async () => {
  expect(await initialize('package', 'local')).toEqual({
    outcome: 'allowed',
    aws: {
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_REGION: 'eu-central-1',
      AWS_DEFAULT_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:9',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: expect.any(String),
      AWS_SHARED_CREDENTIALS_FILE: expect.any(String),
    },
    guarded: true,
    options: {},
    provider: {},
  });
});

test('other stages are left alone', async () => {
  const { outcome, aws, guarded, options } = await initialize('deploy', 'prod');
  expect(outcome).toBe('allowed');
  expect(aws).toEqual(realLooking);
  expect(guarded).toBe(false);
  expect(options).toEqual({ 'aws-profile': 'production' });
});

// Of `sls invoke local` tests/pipeline/invocation-events.test.ts shows the same.
test('sls invoke says in one sentence that nothing runs', async () => {
  const startedAt = performance.now();
  const { code, stdout, stderr } = await sls(['invoke', '-f', 'ingest'], temporaryDirectory());
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(code).toBe(1);
  expect(`${stdout}${stderr}`).toContain(
    'Nothing runs here yet: start the pipeline with `npm start` in another terminal.',
  );
  expect(`${stdout}${stderr}`).not.toMatch(/\n\s+at /);
});

test('sls deploy is refused before any call', async () => {
  const { code, stdout, stderr } = await sls(['deploy'], temporaryDirectory());
  expect(code).toBe(1);
  expect(`${stdout}${stderr}`).toContain('`deploy` needs AWS or the internet and stage local has neither');
});

describe('with a running pipeline', () => {
  let pipeline: LocalPipeline;
  beforeAll(async () => {
    pipeline = await startPipeline();
  });
  afterAll(() => pipeline.stop());

  test('sls invoke reaches the function that runs here', async () => {
    const event = JSON.stringify({ Records: [] });
    const { code, stdout, stderr } = await sls(['invoke', '-f', 'dispatch', '-d', event], pipeline.localDir);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(JSON.parse(stdout)).toEqual({ batchItemFailures: [] });
  });

  test('sls invoke local runs with the environment of the running function', async () => {
    const event = JSON.stringify({ Records: [] });
    const { code, stdout } = await sls(['invoke', 'local', '-f', 'dispatch', '-d', event], pipeline.localDir);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ batchItemFailures: [] });
  });
});

test('a bundle that does not build ends the command, with the reason', async () => {
  const row = {
    impact: 'Nobody is hurt: there is no such worker.',
    types: ['none'],
    timeoutSeconds: 2,
    memoryMegabytes: 128,
    batchSize: 10,
    batchWindowSeconds: 0,
    maximumConcurrency: 4,
    attempts: 5,
    backoffCeilingSeconds: 2,
  };
  await expect(serviceWithWorkers({ 'not-there': row })).rejects.toThrow('Could not resolve');
});
