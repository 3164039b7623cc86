// The deliveries queue is away while webhooks come, and returns.
import { jest } from '@jest/globals';
import { SPILLED_PREFIX } from '#shared/messages/spilled-message.ts';
import { createArchiveReader } from '../support/archive.ts';
import { invokeFunction } from '../support/invoke-function.ts';
import { localObjects } from '../support/local-objects.ts';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { packagedWith } from '../support/packaged-with.ts';
import { githubPush, post } from '../support/post-webhook.ts';
import { startQueueLine, type QueueLine } from '../support/queue-line.ts';

jest.setTimeout(120_000);

/** What a sender with little patience allows. */
const ANSWERED_WITHIN_MS = 3000;

let line: QueueLine;
let pipeline: LocalPipeline;

beforeAll(async () => {
  line = await startQueueLine();
  // Of all that talk to the queue, these two do so over the line.
  const packaged = packagedWith(({ Resources }) => {
    for (const id of ['IngestLambdaFunction', 'SweepLambdaFunction']) {
      const { Properties } = Resources[id] as { Properties: { Environment: { Variables: Record<string, unknown> } } };
      Object.assign(Properties.Environment.Variables, {
        DELIVERIES_QUEUE_URL: `${line.url}/000000000000/webhook-pipeline-local-deliveries`,
        AWS_ENDPOINT_URL_SQS: line.url,
      });
    }
  });
  pipeline = await startPipeline({ service: { directory: '.', packaged } });
  line.leadTo(pipeline.endpoints.aws);
}, 90_000);
afterAll(async () => {
  await pipeline.stop();
  await line.close();
});

async function spilledKeys(): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key } of localObjects(pipeline.endpoints, 'ResultsBucket').list(SPILLED_PREFIX)) keys.push(key);
  return keys;
}

async function postInTime(body?: string): Promise<string> {
  const startedAt = performance.now();
  const { status, deliveryId = '' } = await post(pipeline.endpoints.webhooks, githubPush(body));
  expect(status).toBe(202);
  expect(performance.now() - startedAt).toBeLessThan(ANSWERED_WITHIN_MS);
  return deliveryId;
}

const sweep = () => invokeFunction(pipeline.endpoints, 'sweep', {});

test('a webhook that comes while the queue does not answer is accepted, spilled, swept and archived', async () => {
  await postInTime();
  expect(await spilledKeys()).toEqual([]);

  line.become('silent');
  const large = JSON.stringify({ ref: 'refs/heads/main', fill: 'x'.repeat(300 * 1024) });
  const deliveryIds = [await postInTime(), await postInTime(large)];
  line.become('cut');
  deliveryIds.push(await postInTime());
  // In the order of their arrival.
  expect(await spilledKeys()).toEqual(
    deliveryIds.map((deliveryId) => expect.stringMatching(new RegExp(`^spilled/[^/]+Z/${deliveryId}-0\\.json$`))),
  );

  await expect(sweep()).rejects.toThrow('3 spilled messages were not swept');
  expect(await spilledKeys()).toHaveLength(3);

  line.become('through');
  expect(await sweep()).toEqual({ swept: 3 });
  expect(await spilledKeys()).toEqual([]);
  const archived = await createArchiveReader(pipeline.endpoints).waitFor(deliveryIds);
  expect([...archived.keys()].toSorted()).toEqual(deliveryIds.toSorted());
  expect(pipeline.output()).toContain('Webhook spilled');
});
