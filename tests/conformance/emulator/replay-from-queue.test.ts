// Replay from a dead-letter queue while the keeper is paused, over the real SDK.
import { behindAQueue } from '#shared/aws/client-settings.ts';
import { createDrainableQueue } from '#shared/aws/drainable-queue.ts';
import { createQueue as createQueuePort } from '#shared/aws/queue.ts';
import { systemClock } from '#shared/lambda/system.ts';
import { startEmulatorClients, type EmulatorClients } from '../../support/emulator-clients.ts';
import { counts, createQueue, receiveOne, send } from '../../support/emulator-queues.ts';
import { givenReplay, RUN } from '../../unit/functions/replay/given-replay.ts';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients({ speed: 50 });
});
afterAll(() => aws.close());

const settings = () => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { ...behindAQueue, endpoint: aws.emulators.url, region: 'us-east-1', credentials };
};

test('replay empties a dead-letter queue into the work queue, and leaves what is not meant as it was', async () => {
  const [deadLetters, work] = [await createQueue(aws.sqs), await createQueue(aws.sqs)];
  const numbers = Array.from({ length: 130 }, (_, number) => number);
  await Promise.all(numbers.map((number) => send(aws.sqs, deadLetters, `{"v":1,"id":"event-${number}"}`)));
  const { replay, outcomes } = await givenReplay([], {
    queueOf: () => createQueuePort(work.url, settings()),
    deadLetterQueueOf: () => createDrainableQueue(deadLetters.url, settings()),
    clock: systemClock,
  });
  const chosen = numbers.filter((number) => number % 2 === 0).map((number) => `event-${number}`);
  const request = { from: 'archive', via: 'queue', ids: chosen, reason: 'The keeper is paused' };
  expect(await replay(request)).toMatchObject({ matched: 65, succeeded: 65, failed: 0 });
  expect([await counts(aws.sqs, work), await counts(aws.sqs, deadLetters)]).toEqual(['65/0/0', '65/0/0']);
  expect(new Set(outcomes().map(({ id }) => id))).toEqual(new Set(chosen.map((id) => `archive/${id}`)));
  const one = await receiveOne(aws.sqs, work);
  expect(one.MessageAttributes?.['replay']?.StringValue).toBe(JSON.stringify({ run: RUN, count: 1 }));
});
