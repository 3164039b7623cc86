import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { SOURCES_KEY } from '#shared/messages/source.ts';
import { localObjects } from '../support/local-objects.ts';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { githubPush, post, signed, type PostedAnswer, type Webhook } from '../support/post-webhook.ts';

let pipeline: LocalPipeline;

beforeAll(async () => {
  pipeline = await startPipeline();
  // Before the first webhook, so that ingest reads them when it starts.
  const sources = JSON.parse(readFileSync('local/sources.json', 'utf8')) as object;
  const bytes = Buffer.from(JSON.stringify({ ...sources, secretless: { provider: 'github', secrets: [] } }));
  await localObjects(pipeline.endpoints, 'ConfigBucket').put(SOURCES_KEY, bytes, { contentType: 'application/json' });
}, 90_000);
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
  [
    'a webhook without any signature',
    401,
    () => ({ source: 'github', headers: { 'content-type': 'application/json' }, body: Buffer.from('{}') }),
  ],
  [
    'a duplicated signature header',
    401,
    () => {
      const webhook = githubPush();
      const signature = String(webhook.headers['x-hub-signature-256']);
      return { ...webhook, headers: { ...webhook.headers, 'x-hub-signature-256': [signature, signature] } };
    },
  ],
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

/** Of those that were accepted meanwhile other functions tell, in their own time. */
const isBehindTheQueue = (line: string) => line.includes('"service":') && !line.includes('-ingest"');

/** What was printed because of this post: lines of one function come in order, so an accepted webhook ends the list. */
async function linesOf(
  webhook: Webhook,
): Promise<{ readonly answer: PostedAnswer; readonly lines: readonly string[] }> {
  const before = pipeline.output().length;
  const answer = await post(pipeline.endpoints.webhooks, webhook);
  const { deliveryId = 'none' } = await post(pipeline.endpoints.webhooks, githubPush());
  const printed = () => pipeline.output().slice(before).split('\n').filter(Boolean);
  while (!printed().some((line) => line.includes(deliveryId))) await new Promise((resolve) => setTimeout(resolve, 5));
  return { answer, lines: printed().filter((line) => !line.includes(deliveryId) && !isBehindTheQueue(line)) };
}

test.each(refusals)('%s is answered %i, with one log line', async (_, status, create) => {
  const { answer, lines } = await linesOf(create());
  expect(answer.status).toBe(status);
  expect(answer.text).toMatch(/^\{.*"message":/);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(String(status));
});

test('the log line of a refused webhook has neither body nor signature in it', async () => {
  const webhook = signed('github', github, '{"card":"4242424242424242"');
  const { lines } = await linesOf(webhook);
  expect(lines[0]).toContain('"reason":"not-json"');
  expect(lines[0]).not.toContain('4242424242424242');
  expect(lines[0]).not.toContain(String(webhook.headers['x-hub-signature-256']).slice(-20));
});
