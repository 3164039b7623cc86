import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { jest } from '@jest/globals';
import { listenOnLoopback } from '../../../local/listen-on-loopback.ts';
import { startPipeline, temporaryDirectory, type LocalPipeline } from '../../support/local-pipeline.ts';
import { packagedDirectory } from '../../support/packaged.ts';
import { packagedWith } from '../../support/packaged-with.ts';
import { startChild, type StartSettings } from './start-child.ts';

jest.setTimeout(120_000);

const running: LocalPipeline[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((pipeline) => pipeline.stop()));
});

async function start(...options: Parameters<typeof startPipeline>): Promise<LocalPipeline> {
  const pipeline = await startPipeline(...options);
  running.push(pipeline);
  return pipeline;
}

/** A start that ends by itself, with all that it printed. */
async function startAndEnd({ args = ['--packaged', packagedDirectory('local')], ...rest }: Partial<StartSettings>) {
  const child = startChild({ args, ...rest });
  return { code: await child.ended, output: child.output() };
}

test('it prints where everything is and what to try, and writes the same to endpoints.json', async () => {
  const pipeline = await start();
  const { endpoints } = pipeline;
  expect(pipeline.output()).toContain(`${endpoints.webhooks}/webhooks/<source>`);
  expect(pipeline.output()).toContain(endpoints.aws);
  expect(pipeline.output()).toContain('Try: npm run hooks -- send github push');
  expect(pipeline.output()).toMatch(/\nready in \d+\.\d s\n/);
  expect(endpoints).toMatchObject({
    pid: expect.any(Number),
    webhooks: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    aws: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    lambda: endpoints.aws,
    region: 'us-east-1',
    functions: { ingest: 'webhook-pipeline-local-ingest' },
    environment: { ingest: { DELIVERIES_QUEUE_URL: endpoints.queues['webhook-pipeline-local-deliveries'] } },
    buckets: { ConfigBucket: expect.any(String), ResultsBucket: expect.any(String) },
    topics: { 'webhook-pipeline-local-events': 'arn:aws:sns:us-east-1:000000000000:webhook-pipeline-local-events' },
  });
});

test('Ctrl-C takes endpoints.json away and frees the directory', async () => {
  const first = await start();
  await first.stop();
  expect(existsSync(join(first.localDir, 'endpoints.json'))).toBe(false);
  const second = await start({ localDir: first.localDir });
  expect(second.endpoints.queues).toHaveProperty('webhook-pipeline-local-deliveries');
});

test('a second start on the same state is refused in a sentence', async () => {
  const { localDir, endpoints } = await start();
  const { code, output } = await startAndEnd({ env: { LOCAL_DIR: localDir } });
  expect(code).toBe(1);
  expect(output).toMatch(
    /^Local mode already runs on .+ \(process \d+\)\. Use that one, stop it, or start a second one/,
  );
  expect(output).toContain(`process ${endpoints.pid}`);
  expect(output.split('\n')).toHaveLength(1);
});

test.each(['PORT', 'AWS_PORT'])('a taken %s is named with the way out', async (variable) => {
  const holder = createServer();
  const port = await listenOnLoopback(holder, 0);
  const { code, output } = await startAndEnd({ env: { [variable]: String(port) } });
  holder.close();
  expect(code).toBe(1);
  expect(output).toMatch(
    new RegExp(`^Port ${port} \\(.+\\) is taken by another program\\..+${variable}=${port + 1} npm start`),
  );
  expect(output.split('\n')).toHaveLength(1);
});

test('a port that is none is refused in a sentence', async () => {
  expect(await startAndEnd({ env: { PORT: '70000' } })).toEqual({
    code: 1,
    output: 'PORT=70000 is no port: it must be between 0 and 65535 (0 takes any free one).',
  });
});

test('a resource type that local mode does not know is an error, not silence', async () => {
  const packaged = packagedWith(({ Resources }) => {
    Resources['Stream'] = { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } };
  });
  const { code, output } = await startAndEnd({ args: ['--packaged', packaged] });
  expect(code).toBe(1);
  expect(output).toContain('Local mode does not know Stream (AWS::Kinesis::Stream).');
  expect(output.split('\n')).toHaveLength(1);
});

test('what left the template stays and is named in one line, and --fresh forgets it', async () => {
  const withExtra = packagedWith(({ Resources }) => {
    Resources['Extra'] = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'extra' } };
  });
  const first = await start({ args: ['--packaged', withExtra] });
  await first.stop();
  const second = await start({ localDir: first.localDir });
  expect(second.output()).toContain('left from an earlier template (--fresh forgets it): queue extra\n');
  await second.stop();
  const third = await start({ localDir: first.localDir, args: ['--fresh'] });
  expect(third.output()).not.toContain('left from an earlier template');
});

test.each(['emulator.sqlite'])('a damaged %s is told in one line, and --fresh forgets it', async (file) => {
  const first = await start();
  await first.stop();
  writeFileSync(join(first.localDir, 'state', file), 'garbage '.repeat(1000));
  const { code, output } = await startAndEnd({ env: { LOCAL_DIR: first.localDir } });
  expect(code).toBe(1);
  expect(output).toMatch(/^The state in .+ is damaged \(.+\): `npm start -- --fresh` forgets it and starts anew\.$/);
  expect(output).toContain(join(first.localDir, 'state'));
  await start({ localDir: first.localDir, args: ['--fresh'] });
});

test("a service that does not package shows serverless's own words and exits with 1", async () => {
  const service = temporaryDirectory();
  writeFileSync(join(service, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(service, 'serverless.yml'),
    'service: broken\nconfigValidationMode: error\nprovider:\n  name: aws\n  runtmie: nodejs24.x\n',
  );
  mkdirSync(join(service, 'functions'));
  symlinkSync(resolve('node_modules'), join(service, 'node_modules'));
  const { code, output } = await startAndEnd({ args: [], cwd: service });
  expect(code).toBe(1);
  expect(output).toContain('Stage local does not package:');
  expect(output).toContain("unrecognized property 'runtmie'");
});

test('--help names the options and the environment', async () => {
  const { code, output } = await startAndEnd({ args: ['--help'] });
  expect(code).toBe(0);
  for (const word of ['--fresh', '--inspect', '--speed', '--packaged', 'PORT', 'AWS_PORT', 'LOCAL_DIR']) {
    expect(output).toContain(word);
  }
});
