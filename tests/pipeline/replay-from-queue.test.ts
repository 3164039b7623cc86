import { awaitEmptyQueues } from '../support/await-empty-queues.ts';
import { startDestinationServer, type DestinationServer } from '../support/destination-server.ts';
import { invokeFunction } from '../support/invoke-function.ts';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { packagedWith } from '../support/packaged-with.ts';
import { githubPush, post } from '../support/post-webhook.ts';
import { putDestination } from '../support/put-destination.ts';
import { eventIdOf, readResults } from '../support/results.ts';

const EVENTS = 25;

let destination: DestinationServer;
let pipeline: LocalPipeline;

/** As an operator pauses it: its event source mappings take nothing. */
const withoutKeeper = () =>
  packagedWith(({ Resources }) => {
    for (const id of Object.keys(Resources)) if (id.startsWith('KeeperEventSourceMapping')) delete Resources[id];
  });

beforeAll(async () => {
  destination = await startDestinationServer();
  pipeline = await startPipeline({ args: ['--packaged', withoutKeeper()] });
  await putDestination(pipeline.endpoints, destination.url);
}, 60_000);
afterAll(async () => {
  await pipeline.stop();
  await destination.close();
});

test('while the keeper is paused a dead-letter queue is drained directly, and every event gets its result', async () => {
  destination.answerWith(() => 410);
  const answers = await Promise.all(
    Array.from({ length: EVENTS }, () => post(pipeline.endpoints.webhooks, githubPush())),
  );
  while (destination.posts.length < EVENTS) await new Promise((resolve) => setTimeout(resolve, 20));
  destination.answerWith(() => 204);

  const request = {
    replay: { from: 'forward', all: true, via: 'queue', reason: 'The destination takes events again' },
  };
  let replayed = 0;
  while (replayed < EVENTS) {
    const answer = (await invokeFunction(pipeline.endpoints, 'replay', request)) as { readonly succeeded: number };
    replayed += answer.succeeded;
  }
  await awaitEmptyQueues(pipeline.endpoints);
  expect(replayed).toBe(EVENTS);
  const forwarded = (await readResults(pipeline.endpoints, 'results/forward/')).map(eventIdOf);
  expect(new Set(forwarded)).toEqual(new Set(answers.map(({ deliveryId }) => deliveryId)));
}, 60_000);
