// What senders' own libraries sign is accepted by the running pipeline, and nothing that differs from it in a single bit.
import * as fc from 'fast-check';
import { randomInt } from 'node:crypto';
import pMap from 'p-map';
import { countsAt, readSources } from '#shared/messages/source.ts';
import { readFileSync } from 'node:fs';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { bodyOf, flippedWebhooks, largeWebhook, oddWebhooks, type OddWebhook } from '../support/odd-webhooks.ts';
import { oracles, type Oracle, type SignedByLibrary } from '../support/oracles.ts';
import { post } from '../support/post-webhook.ts';

const RANDOM_BODIES = 50;
/** As many as the pipeline works on at a time; more would only wait. */
const AT_ONCE = 8;

const sources = readSources(readFileSync('local/sources.json', 'utf8'));

let pipeline: LocalPipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
}, 90_000);
afterAll(() => pipeline.stop());

function secretOf({ provider }: Oracle): string {
  const source = sources[provider];
  const secret = source === 'invalid' ? undefined : source?.secrets.find((one) => countsAt(one, new Date()));
  if (!secret) throw new Error(`local/sources.json has no secret for ${provider}`);
  return secret.value;
}

async function signed(oracle: Oracle, webhook: OddWebhook): Promise<SignedByLibrary> {
  const { host } = new URL(pipeline.endpoints.webhooks);
  // API Gateway knows its own host and https, and so does its local front.
  const url = `https://${host}/webhooks/${oracle.provider}`;
  return oracle.sign({ url, secret: secretOf(oracle), at: new Date(), id: webhook.id, body: bodyOf(oracle, webhook) });
}

const statusOf = async ({ provider }: Oracle, { headers, body, query }: SignedByLibrary): Promise<number> => {
  const source = query === undefined ? provider : `${provider}?${query}`;
  return (await post(pipeline.endpoints.webhooks, { source, headers, body })).status;
};

test.each(oracles)(
  '50 random webhooks and one of 1 MB, signed for $what, are accepted; with one bit flipped all are refused',
  async (oracle) => {
    const seed = randomInt(2 ** 31);
    const webhooks = [...fc.sample(oddWebhooks, { numRuns: RANDOM_BODIES, seed }), largeWebhook];
    const genuine = await Promise.all(webhooks.map((webhook) => signed(oracle, webhook)));
    const accepted = await pMap(genuine, (one) => statusOf(oracle, one), { concurrency: AT_ONCE });
    expect({ seed, others: accepted.filter((status) => status < 200 || status > 299) }).toEqual({ seed, others: [] });

    const flipped = genuine.flatMap((one, index) => flippedWebhooks(oracle, one, seed + index * 7919));
    expect(flipped.length).toBeGreaterThan(RANDOM_BODIES);
    const refused = await pMap(flipped, (one) => statusOf(oracle, one), { concurrency: AT_ONCE });
    expect({ seed, others: refused.filter((status) => status !== 401) }).toEqual({ seed, others: [] });
  },
  60_000,
);
