import { isDeadLetter, type StoredDeadLetter } from '#shared/dead-letters/dead-letter-store.ts';
import { writeEvent } from '#shared/messages/event.ts';
import type { DestinationServer } from '../destination-server.ts';
import { finishable, givenLarge, messageOf, newId, sendDeadLetter } from './given-work.ts';
import type { WatchedPipeline } from './pipeline-under-watch.ts';
import type { RefusingProxy } from './refusing-proxy.ts';

const queueOf = (worker: string): string => (worker === 'dispatch' ? 'deliveries' : worker);
const isTwice = (record: StoredDeadLetter['record']) => isDeadLetter(record) && record.arrivals > 1;
const isDone = ({ state }: { readonly state: string }) => state === 'done';

/** What is finished at the second attempt. @param everyone the workers, and dispatch */
export async function tryAgain(
  pipeline: WatchedPipeline,
  proxy: RefusingProxy,
  everyone: readonly string[],
): Promise<void> {
  proxy.refuse('S3.PutObject', 'SNS.PublishBatch');
  await Promise.all(everyone.map((worker) => pipeline.send(queueOf(worker), messageOf(worker).body)));
  await Promise.all(everyone.map((worker) => pipeline.awaitCall(worker, 'sqs:ChangeMessageVisibility')));
  proxy.refuse();
  await Promise.all(everyone.map((worker) => pipeline.awaitCall(worker, 'dynamodb:PutItem')));
}

/** What is given up, what is large, what is gone, and what is worked on again. */
export async function giveUp(
  pipeline: WatchedPipeline,
  destination: DestinationServer,
  everyone: readonly string[],
): Promise<void> {
  const send = async (worker: string, body: string | Promise<string>) => pipeline.send(queueOf(worker), await body);
  destination.answerWith(() => 503);
  await pipeline.send('forward', writeEvent(finishable('forward')));
  await pipeline.awaitCall('forward', 'dynamodb:DeleteItem');
  destination.answerWith(() => 204);
  await Promise.all(
    everyone.flatMap((worker) => [
      send(worker, `no JSON ${newId()}`),
      send(worker, givenLarge(pipeline, worker, true)),
      send(worker, givenLarge(pipeline, worker, false)),
      replayOne(pipeline, worker),
    ]),
  );
  await Promise.all(
    everyone.flatMap((worker) => [
      pipeline.awaitCall(worker, 'sqs:SendMessage', '-dead-letters'),
      pipeline.awaitCall(worker, 's3:GetObject', '/claim-checks/'),
      pipeline.awaitCall(worker, 's3:ListBucket', pipeline.results.bucket),
    ]),
  );
}

/** A dead letter that comes twice, so that the keeper meets its own record, and is sent back. */
async function replayOne(pipeline: WatchedPipeline, worker: string): Promise<void> {
  const eventId = await sendDeadLetter(pipeline, worker, 2);
  // A copy that comes while it is claimed would make the run pass it over.
  await pipeline.deadLetters.waitFor({ worker, eventId }, isTwice);
  const replay = { from: worker, ids: [eventId], reason: 'It works again' };
  expect(await pipeline.invoke('replay', { replay })).toMatchObject({ succeeded: 1 });
  await pipeline.deadLetters.waitFor({ worker, eventId }, isDone);
}
