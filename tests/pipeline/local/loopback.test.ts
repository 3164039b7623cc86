import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { jest } from '@jest/globals';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { temporaryDirectory } from '../../support/local-pipeline.ts';
import { startChild, type StartedChild } from './start-child.ts';

jest.setTimeout(120_000);

const realLooking = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_PROFILE: 'production',
  AWS_REGION: 'eu-west-1',
  AWS_ENDPOINT_URL: 'https://sqs.eu-west-1.amazonaws.com',
};

/** A function that tries to reach AWS with real-looking keys, and tells how each attempt ended. */
const handler = `
import { SQSClient, ListQueuesCommand } from '@aws-sdk/client-sqs';
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const aws = new SQSClient({ region: 'us-east-1', endpoint: 'https://sqs.us-east-1.amazonaws.com', credentials });
const outcome = (attempt: Promise<unknown>) => attempt.then(() => 'reached', (error) => error.code ?? error.cause?.code);
export const handler = async () => ({
  sdk: await outcome(aws.send(new ListQueuesCommand({}))),
  fetch: await outcome(fetch('http://192.0.2.1/')),
  keys: process.env['AWS_ACCESS_KEY_ID'],
  profile: process.env['AWS_PROFILE'] ?? 'none',
});
`;

/** Loaded into the main thread before local mode: waits until that has begun, then tries to leave the machine. */
const escape = `
import { connect } from 'node:net';
setTimeout(() => {
  const say = (outcome) => console.log('escape of the main thread: ' + outcome);
  connect({ host: '192.0.2.1', port: 443, timeout: 2000 })
    .on('connect', () => say('reached')).on('timeout', () => say('sent')).on('error', (error) => say(error.code));
}, 300);
`;

/** A service with that one function, as \`sls package\` would have left it. */
function serviceWithEscape(): { directory: string; packaged: string } {
  const directory = temporaryDirectory();
  const packaged = join(directory, 'packaged');
  mkdirSync(join(directory, 'functions', 'escape'), { recursive: true });
  mkdirSync(join(directory, 'local'));
  mkdirSync(packaged);
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
  writeFileSync(join(directory, 'functions', 'escape', 'handler.ts'), handler);
  const Properties = {
    FunctionName: 'tests-local-escape',
    Handler: 'functions/escape/handler.handler',
    Timeout: 20,
    Role: { 'Fn::GetAtt': ['EscapeRole', 'Arn'] },
  };
  const AssumeRolePolicyDocument = { Version: '2012-10-17', Statement: [] };
  const template = {
    Resources: {
      Escape: { Type: 'AWS::Lambda::Function', Properties },
      EscapeRole: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument } },
    },
  };
  const service = {
    service: 'tests',
    provider: { stage: 'local', region: 'us-east-1' },
    custom: { esbuild: { format: 'cjs', mainFields: ['module', 'main'] } },
    functions: { escape: { name: 'tests-local-escape' } },
  };
  writeFileSync(join(packaged, 'cloudformation-template-update-stack.json'), JSON.stringify(template));
  writeFileSync(join(packaged, 'serverless-state.json'), JSON.stringify({ service }));
  return { directory, packaged };
}

let child: StartedChild | undefined;
afterEach(() => child?.stop());

test('with real-looking AWS keys in the shell, neither the main thread nor a function can leave the machine', async () => {
  const { directory, packaged } = serviceWithEscape();
  const preload = join(directory, 'escape.mjs');
  writeFileSync(preload, escape);
  const localDir = join(directory, '.local');
  child = startChild({
    args: ['--packaged', packaged],
    env: { LOCAL_DIR: localDir, NODE_OPTIONS: `--import ${preload}`, ...realLooking },
    cwd: directory,
  });
  await child.prints(/ready in/);

  const { lambda: endpoint } = JSON.parse(readFileSync(join(localDir, 'endpoints.json'), 'utf8'));
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const lambda = new LambdaClient({ endpoint, region: 'us-east-1', credentials });
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'tests-local-escape' }));
  expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toEqual({
    sdk: 'ELOCALONLY',
    fetch: 'ELOCALONLY',
    keys: 'function-escape',
    profile: 'none',
  });

  await child.prints(/escape of the main thread/);
  expect(child.output()).toContain('escape of the main thread: ELOCALONLY');
  lambda.destroy();
});
