import { createRequire } from 'node:module';
import { sign } from '@octokit/webhooks-methods';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { archivedBytes } from '#shared/messages/archive-line.ts';
import { createArchiveReader } from '../support/archive.ts';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { post } from '../support/post-webhook.ts';

const definitions = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly {
  readonly name: string;
  readonly examples: readonly unknown[];
}[];
const examples = definitions.flatMap(({ name, examples }) =>
  examples.map((example) => ({ name, text: JSON.stringify(example) })),
);
const { secrets } = (JSON.parse(readFileSync('local/sources.json', 'utf8')) as { github: { secrets: [string] } })
  .github;

let pipeline: LocalPipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
}, 90_000);
afterAll(() => pipeline.stop());

async function webhookOf({ name, text }: (typeof examples)[number]) {
  return {
    source: 'github',
    headers: {
      'content-type': 'application/json',
      'x-github-event': name,
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': await sign(secrets[0], text),
    },
    body: Buffer.from(text),
  };
}

test("all 329 of GitHub's example payloads are accepted and come back from the archive byte for byte", async () => {
  expect(examples).toHaveLength(329);
  const bodies = new Map<string, Buffer>();
  for (const example of examples) {
    const webhook = await webhookOf(example);
    const answer = await post(pipeline.endpoints.webhooks, webhook);
    expect(answer.status).toBe(202);
    bodies.set(answer.deliveryId ?? '', webhook.body);
  }
  expect(bodies.size).toBe(329);
  const lines = await createArchiveReader(pipeline.endpoints).waitFor(bodies.keys());
  for (const [deliveryId, body] of bodies) {
    const line = lines.get(deliveryId);
    expect(line && archivedBytes(line).equals(body)).toBe(true);
  }
}, 60_000);

test('the same payloads with one byte changed are all refused', async () => {
  for (const [index, example] of examples.entries()) {
    const webhook = await webhookOf(example);
    const position = (index * 7919) % webhook.body.length;
    webhook.body[position] = (webhook.body[position] ?? 0) ^ 1;
    expect((await post(pipeline.endpoints.webhooks, webhook)).status).toBe(401);
  }
}, 60_000);
