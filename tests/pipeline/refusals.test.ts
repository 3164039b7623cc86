import { gzipSync } from 'node:zlib';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { githubPush, post, signed, type Webhook } from '../support/post-webhook.ts';

let pipeline: LocalPipeline;

beforeAll(async () => {
  pipeline = await startPipeline();
}, 30_000);
afterAll(() => pipeline.stop());

const github = { 'x-github-event': 'push', 'x-github-delivery': '1' };
const megabytes = (count: number) => signed('github', github, Buffer.alloc(count * 1000 * 1000, 'a'));
const withHeader = (name: string, value: string | string[]) => {
  const webhook = githubPush();
  return { ...webhook, headers: { ...webhook.headers, [name]: value } };
};

const refusals: readonly (readonly [string, number, () => Webhook])[] = [
  ['an empty body', 400, () => signed('github', github, '')],
  ['a body that is not JSON', 400, () => signed('github', github, '{"a":')],
  ['JSON that nests 10,000 deep', 400, () => signed('github', github, '['.repeat(10_000) + ']'.repeat(10_000))],
  ['bytes that are gzip', 400, () => signed('github', github, gzipSync('{}'))],
  ['a webhook without its event header', 400, () => signed('github', { 'x-github-delivery': '1' }, '{}')],
  ['a webhook without any signature', 401, () => ({ source: 'github', headers: { 'content-type': 'application/json' }, body: Buffer.from('{}') })],
  ['a duplicated signature header', 401, () => {
    const webhook = githubPush();
    const signature = String(webhook.headers['x-hub-signature-256']);
    return { ...webhook, headers: { ...webhook.headers, 'x-hub-signature-256': [signature, signature] } };
  }],
  ['a source whose secret is missing', 401, () => ({ ...githubPush(), source: 'secretless' })],
  ['an unknown source', 404, () => ({ ...githubPush(), source: 'nobody' })],
  ['a prototype key as source', 404, () => ({ ...githubPush(), source: '__proto__' })],
  ['a GET', 405, () => ({ ...githubPush(), method: 'GET', body: Buffer.alloc(0) })],
  ['a body of 5 MB', 413, () => megabytes(5)],
  ['a body of 7 MB', 413, () => megabytes(7)],
  ['a body of 12 MB', 413, () => megabytes(12)],
  ['another content type', 415, () => withHeader('content-type', 'text/plain')],
  ['a content encoding', 415, () => withHeader('content-encoding', 'gzip')],
];

test.each(refusals)('%s is answered %i', async (_, status, create) => {
  const before = pipeline.output().length;
  const answer = await post(pipeline.endpoints.webhooks, create());
  expect(answer.status).toBe(status);
  expect(answer.text).toMatch(/^\{.*"message":/);
  const printed = pipeline.output().slice(before);
  expect(printed).not.toMatch(/\bat .*\.(?:ts|cjs|js):\d+/);
});

test('a webhook that ingest refuses leaves exactly one log line, without body, signature or secret', async () => {
  const before = pipeline.output().length;
  const webhook = signed('github', github, '{"card":"4242424242424242"');
  await post(pipeline.endpoints.webhooks, webhook);
  await post(pipeline.endpoints.webhooks, githubPush());
  // Lines of one function come in order, so the accepted one closes the window.
  while (!pipeline.output().slice(before).includes('Webhook accepted')) await new Promise((resolve) => setTimeout(resolve, 10));
  const lines = pipeline.output().slice(before).split('\n').filter((line) => line.includes('Webhook rejected'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('"reason":"not-json"');
  expect(pipeline.output()).not.toContain('4242424242424242');
  expect(pipeline.output()).not.toContain(String(webhook.headers['x-hub-signature-256']));
});
