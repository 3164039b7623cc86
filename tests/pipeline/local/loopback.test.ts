import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { githubPush, post } from '../../support/post-webhook.ts';
import { startPipeline, temporaryDirectory } from '../../support/local-pipeline.ts';

/** Loaded into every thread of the pipeline: once its code has started, tries to leave the machine and says how that ended. */
const escape = `
import { isMainThread } from 'node:worker_threads';
import { connect } from 'node:net';
setTimeout(() => {
  const where = isMainThread ? 'main thread' : 'function thread';
  const say = (outcome) => console.log('escape from the ' + where + ': ' + outcome);
  connect({ host: '192.0.2.1', port: 443, timeout: 2000 })
    .on('connect', () => say('reached'))
    .on('timeout', () => say('sent'))
    .on('error', (error) => say(error.code));
}, 300);
`;

test('with real-looking AWS keys in the shell, no thread of the pipeline can leave the machine', async () => {
  const preload = join(temporaryDirectory(), 'escape.mjs');
  writeFileSync(preload, escape);
  const pipeline = await startPipeline({
    env: {
      NODE_OPTIONS: `--import ${preload}`,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      AWS_PROFILE: 'production',
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: 'https://sqs.eu-west-1.amazonaws.com',
    },
  });
  expect((await post(pipeline.endpoints.webhooks, githubPush())).status).toBe(202);
  const attempts = () => pipeline.output().match(/escape from the .+/g) ?? [];
  while (!attempts().some((line) => line.includes('function thread')) || attempts().length < 2) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await pipeline.stop();
  expect(attempts().filter((line) => line.startsWith('escape from the main thread'))).toHaveLength(1);
  expect(attempts().filter((line) => !line.endsWith(': ELOCALONLY'))).toEqual([]);
  expect(pipeline.output()).not.toContain('AKIAIOSFODNN7EXAMPLE');
});
