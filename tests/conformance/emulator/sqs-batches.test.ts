import { DeleteMessageBatchCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';
import type { TestQueue } from '../../support/emulator-queues.ts';
import { counts, createQueue, receive, receiveOne, send } from '../../support/emulator-queues.ts';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
});
afterAll(() => aws.close());

function sendBatch(queue: TestQueue, entries: { Id: string; MessageBody: string }[]) {
  return aws.sqs.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries: entries }));
}

test('entries succeed and fail each for itself', async () => {
  const queue = await createQueue(aws.sqs);
  const { Successful, Failed } = await sendBatch(queue, [
    { Id: 'good', MessageBody: 'x' },
    { Id: 'bad', MessageBody: 'form feed \f' },
    { Id: 'good-too', MessageBody: 'y' },
  ]);
  expect(Successful!.map(({ Id }) => Id)).toEqual(['good', 'good-too']);
  expect(Failed).toMatchObject([{ Id: 'bad', SenderFault: true, Code: 'InvalidMessageContents' }]);
  expect((await receive(aws.sqs, queue)).map(({ Body }) => Body)).toEqual(['x', 'y']);
});

test.each([
  ['an empty batch', [], 'EmptyBatchRequest'],
  ['eleven entries', Array.from({ length: 11 }, (_, index) => `id-${index}`), 'TooManyEntriesInBatchRequest'],
  ['two entries of the same id', ['a', 'a'], 'BatchEntryIdsNotDistinct'],
  ['an id with a space', ['a b'], 'InvalidBatchEntryId'],
  ['an id of 81 characters', ['a'.repeat(81)], 'InvalidBatchEntryId'],
])('%s is refused as a whole', async (_, ids, code) => {
  const queue = await createQueue(aws.sqs);
  const refusal = await refusalOf(
    sendBatch(
      queue,
      ids.map((Id) => ({ Id, MessageBody: 'x' })),
    ),
  );
  expect(refusal.name).toBe(code);
  expect(refusal.code).toBe(`AWS.SimpleQueueService.${code}`);
  expect(await counts(aws.sqs, queue)).toBe('0/0/0');
});

test('a batch holds 1 MiB in total, and not a byte more', async () => {
  const queue = await createQueue(aws.sqs);
  const half = 'x'.repeat(524_288);
  const fits = [
    { Id: 'a', MessageBody: half },
    { Id: 'b', MessageBody: half },
  ];
  expect((await sendBatch(queue, fits)).Successful).toHaveLength(2);
  const refusal = await refusalOf(sendBatch(queue, [...fits, { Id: 'c', MessageBody: 'x' }]));
  expect(refusal.name).toBe('BatchRequestTooLong');
});

test('a batch of deletes removes what its good handles name', async () => {
  const queue = await createQueue(aws.sqs);
  await send(aws.sqs, queue, 'x');
  const { ReceiptHandle } = await receiveOne(aws.sqs, queue);
  const { Successful, Failed } = await aws.sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl: queue.url,
      Entries: [
        { Id: 'good', ReceiptHandle },
        { Id: 'bad', ReceiptHandle: 'bogus' },
      ],
    }),
  );
  expect(Successful).toEqual([{ Id: 'good' }]);
  expect(Failed).toMatchObject([{ Id: 'bad', SenderFault: true, Code: 'ReceiptHandleIsInvalid' }]);
  expect(await counts(aws.sqs, queue)).toBe('0/0/0');
});
