// What every queue promises to whoever sends to it, is invoked with its messages, or empties it by hand.
import { createHeldMessages } from '#shared/aws/held-messages.ts';
import { createQueue } from '#shared/aws/queue.ts';
import type { DrainableQueue, QueueMessage, ReceivedMessage } from '#shared/ports.ts';
import type { QueueSettings } from '../../simulation/world/world.ts';
import { emulatedWorld } from './worlds/emulated.ts';
import { inEachWorld, withOpen } from './worlds/in-each-world.ts';
import { inMemoryWorld } from './worlds/in-memory.ts';
import { simulatedWorld } from './worlds/simulated.ts';
import { oneQueue, type PortWorld, type QueueUnderTest } from './worlds/services.ts';

const emulated = emulatedWorld();
const simulated = simulatedWorld();
const everywhere = { emulated, 'in-memory': inMemoryWorld(), simulated };
const whereQueuesInvoke = { emulated, simulated };
withOpen(everywhere);

const attributes = { source: 'github', type: 'push' };
const numbered = (count: number): readonly QueueMessage[] =>
  Array.from({ length: count }, (_, index) => ({ body: `message ${index}`, attributes }));

const nothings = (count: number) => Array.from({ length: count }, () => undefined);
const bodiesOf = (messages: readonly { readonly body: string }[]) => messages.map(({ body }) => body).toSorted();
const handlesOf = (messages: readonly { readonly receiptHandle: string }[]) =>
  messages.map(({ receiptHandle }) => receiptHandle);
const inName = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, 'x']));

async function givenWork(given: PortWorld['given'], count: number, changes: Partial<QueueSettings> = {}) {
  const services = await given(oneQueue(changes));
  const queue = services.queue('work');
  expect(await queue.port.sendAll(numbered(count))).toEqual(nothings(count));
  return { ...services, queue };
}

async function receiveAll(drainable: DrainableQueue): Promise<readonly ReceivedMessage[]> {
  const received: ReceivedMessage[] = [];
  for (;;) {
    const some = await drainable.receive();
    if (some.length === 0) return received;
    received.push(...some);
  }
}

const waiting = ({ drainable }: QueueUnderTest) => drainable.countWaiting();

// 2^20 bytes for the text, the names, the types and the values: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
const bytesMax = 1_048_576;
const attributeBytes = 'sourceStringgithubtypeStringpush'.length;

inEachWorld(everywhere, (given) => {
  describe('a queue that is sent to', () => {
    test('takes any number of messages, with their attributes and groups', async () => {
      const { queue } = await givenWork(given, 24);
      await queue.port.send({ body: 'of somebody', attributes: {}, group: 'tenant-1' });
      const received = await receiveAll(queue.drainable);
      expect(bodiesOf(received)).toEqual(['of somebody', ...bodiesOf(numbered(24))].toSorted());
      const [ofSomebody, ...others] = received.toSorted((a, b) => (b.group ?? '').localeCompare(a.group ?? ''));
      expect(ofSomebody).toMatchObject({ body: 'of somebody', attributes: {}, group: 'tenant-1' });
      expect(others[0]).toMatchObject({ attributes });
      expect(others[0]).not.toHaveProperty('group');
    });

    test('takes messages that are too large together, and one as large as can be', async () => {
      const { queue } = await givenWork(given, 0);
      const large = Array.from({ length: 5 }, () => ({ body: 'x'.repeat(450_000), attributes }));
      const largest = { body: 'x'.repeat(bytesMax - attributeBytes), attributes };
      expect(await queue.port.sendAll([...large, largest])).toEqual(nothings(6));
      expect(await waiting(queue)).toBe(6);
    });

    test.each<[string, Partial<QueueMessage>]>([
      ['with a character that XML does not know', { body: 'not XML: \u0001' }],
      ['with a character at the end of the plane', { body: 'not XML: \uFFFF' }],
      ['without a body', { body: '' }],
      ['of a byte more than 1 MiB', { body: 'x'.repeat(bytesMax - attributeBytes + 1) }],
      ['with an eleventh attribute', { attributes: inName(11) }],
      ['with an attribute without a value', { attributes: { source: '' } }],
      ['with an attribute of a character that XML does not know', { attributes: { source: '\u0000' } }],
    ])('refuses a message %s, and takes its neighbours', async (_, changes) => {
      const { queue } = await givenWork(given, 0);
      const messages = numbered(3);
      const refused = { ...messages[1]!, ...changes };
      const [first, second, third] = await queue.port.sendAll([messages[0]!, refused, messages[2]!]);
      expect([first, second, third]).toEqual([undefined, expect.any(Error), undefined]);
      await expect(queue.port.send(refused)).rejects.toThrow();
      expect(bodiesOf(await receiveAll(queue.drainable))).toEqual(['message 0', 'message 2']);
    });

    test('takes ten attributes, and no messages at all', async () => {
      const { queue } = await givenWork(given, 0);
      await queue.port.send({ body: 'x', attributes: inName(10) });
      expect(await queue.port.sendAll([])).toEqual([]);
      expect((await receiveAll(queue.drainable)).map((message) => message.attributes)).toEqual([inName(10)]);
    });
  });

  describe('a queue that is emptied by hand', () => {
    test('gives a message with all it has, once', async () => {
      const { queue } = await givenWork(given, 1);
      const [message, ...others] = await queue.drainable.receive();
      expect(others).toEqual([]);
      expect(message).toMatchObject({ body: 'message 0', attributes, sentAt: expect.any(Date) });
      expect(message).not.toHaveProperty('movedFrom');
      expect(await queue.drainable.receive()).toEqual([]);
    });

    test('gives at most ten at once, none twice, and none when all are given', async () => {
      const { queue } = await givenWork(given, 12);
      expect(await waiting(queue)).toBe(12);
      const received = [...(await queue.drainable.receive()), ...(await queue.drainable.receive())];
      expect(bodiesOf(received)).toEqual(bodiesOf(numbered(12)));
      expect([(await queue.drainable.receive()).length, await waiting(queue)]).toEqual([0, 0]);
    });

    test('hides what it gave for a quarter of an hour, whatever its own time is', async () => {
      const { queue, pass } = await givenWork(given, 1);
      await queue.drainable.receive();
      await pass(890);
      expect(await queue.drainable.receive()).toEqual([]);
      await pass(11);
      expect(await waiting(queue)).toBe(1);
      expect(bodiesOf(await queue.drainable.receive())).toEqual(['message 0']);
    });

    test('forgets what is removed, and shows again what is postponed by nothing', async () => {
      const { queue } = await givenWork(given, 25);
      const handles = handlesOf(await receiveAll(queue.drainable));
      expect([await waiting(queue), await queue.drainable.countMessages()]).toEqual([0, 25]);
      expect(await queue.drainable.remove(handles.slice(0, 20))).toEqual(nothings(20));
      expect(await queue.drainable.countMessages()).toBe(5);
      const again = handles.slice(20).map((receiptHandle) => ({ receiptHandle, seconds: 0 }));
      expect(await queue.drainable.postpone(again)).toEqual(nothings(5));
      expect(await waiting(queue)).toBe(5);
      expect(await receiveAll(queue.drainable)).toHaveLength(5);
    });

    test('tells of a garbled handle in its place, and removes its neighbours', async () => {
      const { queue, pass } = await givenWork(given, 2);
      const [one, two] = handlesOf(await queue.drainable.receive());
      const errors = await queue.drainable.remove([one!, 'garbled', two!]);
      expect(errors).toEqual([undefined, expect.any(Error), undefined]);
      expect(errors[1]?.message).toContain('ReceiptHandleIsInvalid');
      await pass(1000);
      expect(await queue.drainable.receive()).toEqual([]);
    });

    test('removes nothing by the handle of an earlier receive, and does not say so', async () => {
      const { queue, pass } = await givenWork(given, 1);
      const [stale] = handlesOf(await queue.drainable.receive());
      await pass(901);
      const [fresh] = handlesOf(await queue.drainable.receive());
      expect(await queue.drainable.remove([stale!])).toEqual([undefined]);
      await pass(901);
      expect(await waiting(queue)).toBe(1);
      expect(fresh).not.toBe(stale);
    });

    test('removes by a handle whose time has passed as long as nobody else was given the message', async () => {
      const { queue, pass } = await givenWork(given, 1);
      const handles = handlesOf(await queue.drainable.receive());
      await pass(901);
      expect(await queue.drainable.remove(handles)).toEqual([undefined]);
      expect(await queue.drainable.remove(handles)).toEqual([undefined]);
      expect(await queue.drainable.receive()).toEqual([]);
    });
  });

  describe('messages that are held', () => {
    test('are given again when the time they are postponed by has passed, and not before', async () => {
      const { queue, pass } = await givenWork(given, 1);
      const [receiptHandle] = handlesOf(await queue.drainable.receive());
      await queue.held.postpone([{ receiptHandle: receiptHandle!, seconds: 100 }]);
      await pass(90);
      expect(await queue.drainable.receive()).toEqual([]);
      await pass(11);
      expect(await queue.drainable.receive()).toHaveLength(1);
    });

    test('are refused one by one: a garbled handle, and more than twelve hours', async () => {
      const { queue } = await givenWork(given, 2);
      const [one, two] = handlesOf(await queue.drainable.receive());
      const errors = await queue.held.postpone([
        { receiptHandle: one!, seconds: 0 },
        { receiptHandle: 'garbled', seconds: 0 },
        { receiptHandle: two!, seconds: 43_201 },
      ]);
      expect(errors).toEqual([undefined, expect.any(Error), expect.any(Error)]);
      expect(await queue.drainable.receive()).toHaveLength(1);
      expect(await queue.held.postpone([])).toEqual([]);
    });

    test('are postponed by nobody who was given them too long ago', async () => {
      const { queue, pass } = await givenWork(given, 1);
      const [receiptHandle] = handlesOf(await queue.drainable.receive());
      await pass(901);
      const seconds = 100;
      expect(await queue.held.postpone([{ receiptHandle: receiptHandle!, seconds }])).toEqual([expect.any(Error)]);
      expect(await queue.drainable.receive()).toHaveLength(1);
      expect(await queue.held.postpone([{ receiptHandle: receiptHandle!, seconds }])).toEqual([expect.any(Error)]);
    });
  });
});

inEachWorld(whereQueuesInvoke, (given) => {
  describe('a queue whose messages invoke a function', () => {
    test('gives more than ten at once, hides them for its own time, and counts how often it gave them', async () => {
      const { queue, pass } = await givenWork(given, 25);
      const first = await queue.receive(20);
      expect(first.map(({ receives }) => receives)).toEqual(Array.from({ length: 20 }, () => 1));
      expect(await queue.receive(20)).toHaveLength(5);
      await pass(29);
      expect(await queue.receive(20)).toEqual([]);
      await pass(2);
      const again = await queue.receive(30);
      expect(again.map(({ receives }) => receives)).toEqual(Array.from({ length: 25 }, () => 2));
      const firstOf = new Map(again.map(({ messageId, firstReceivedAtMs }) => [messageId, firstReceivedAtMs]));
      for (const { messageId, firstReceivedAtMs } of first) expect(firstOf.get(messageId)).toBe(firstReceivedAtMs);
    });

    test('gives what was sent, when it was sent, and whose it is', async () => {
      const { queue } = await givenWork(given, 0);
      await queue.port.send({ body: 'hello', attributes, group: 'tenant-1' });
      const [message] = await queue.receive(1);
      expect(message).toMatchObject({ body: 'hello', attributes, group: 'tenant-1', sentAtMs: expect.any(Number) });
      expect(message?.firstReceivedAtMs).toBeGreaterThanOrEqual(message?.sentAtMs ?? Infinity);
      expect(message).not.toHaveProperty('movedFrom');
    });

    test('forgets what is removed, but not by the handle of an earlier receive', async () => {
      const { queue, pass } = await givenWork(given, 1);
      const [stale] = handlesOf(await queue.receive(1));
      await pass(31);
      const [fresh] = handlesOf(await queue.receive(1));
      await queue.remove(stale!);
      await pass(31);
      expect(await queue.receive(1)).toHaveLength(1);
      await queue.remove(fresh!);
      await pass(31);
      const [last] = handlesOf(await queue.receive(1));
      await queue.remove(last!);
      await pass(31);
      expect(await queue.receive(1)).toEqual([]);
    });

    test('gives again at once what is postponed by nothing, and counts that too', async () => {
      const { queue } = await givenWork(given, 1);
      const [receiptHandle] = handlesOf(await queue.receive(1));
      await queue.held.postpone([{ receiptHandle: receiptHandle!, seconds: 0 }]);
      expect(await queue.receive(1)).toMatchObject([{ receives: 2 }]);
    });

    test('hides what is postponed beyond its own time, and the next time for its own again', async () => {
      const { queue, pass } = await givenWork(given, 1);
      const [receiptHandle] = handlesOf(await queue.receive(1));
      await queue.held.postpone([{ receiptHandle: receiptHandle!, seconds: 600 }]);
      await pass(590);
      expect(await queue.receive(1)).toEqual([]);
      await pass(11);
      expect(await queue.receive(1)).toHaveLength(1);
      await pass(31);
      expect(await queue.receive(1)).toHaveLength(1);
    });
  });

  describe('a queue that gives up on a message', () => {
    const withDeadLetters = {
      queues: [
        { name: 'dead-letters', visibilitySeconds: 60 },
        { name: 'work', visibilitySeconds: 30, receivesMax: 2, deadLetters: 'dead-letters' },
      ],
    };

    test('moves it on the receive after the last, with all it has, and says from where', async () => {
      const { queue, pass } = await given(withDeadLetters);
      const [work, deadLetters] = [queue('work'), queue('dead-letters')];
      await work.port.send({ body: 'poison', attributes, group: 'tenant-1' });
      const [first] = await work.receive(10);
      expect(first).toMatchObject({ body: 'poison', receives: 1 });
      await pass(31);
      expect(await work.receive(10)).toMatchObject([{ body: 'poison', receives: 2 }]);
      await pass(31);
      expect(await deadLetters.receive(10)).toEqual([]);
      expect(await work.receive(10)).toEqual([]);
      const [moved] = await deadLetters.receive(10);
      expect(moved).toMatchObject({ body: 'poison', attributes, group: 'tenant-1', movedFrom: work.arn });
      // It is the same message: known by its id, as old as it was, and its receives go on counting.
      const { messageId, sentAtMs, firstReceivedAtMs } = first!;
      expect(moved).toMatchObject({ messageId, sentAtMs, firstReceivedAtMs, receives: 3 });
      await pass(100);
      expect(await work.receive(10)).toEqual([]);
      const [drained] = await deadLetters.drainable.receive();
      expect(drained).toMatchObject({ body: 'poison', attributes, group: 'tenant-1', movedFrom: work.arn });
    });

    test('counts the receives of whoever empties it by hand as well', async () => {
      const { queue, pass } = await given(withDeadLetters);
      await queue('work').port.send({ body: 'poison', attributes });
      for (const _ of [1, 2]) {
        expect(await queue('work').drainable.receive()).toHaveLength(1);
        await pass(901);
      }
      expect(await queue('work').drainable.receive()).toEqual([]);
      expect(await queue('dead-letters').drainable.countWaiting()).toBe(1);
    });

    test('moves nothing that was removed in time', async () => {
      const { queue, pass } = await given(withDeadLetters);
      await queue('work').port.sendAll(numbered(3));
      await queue('work').receive(10);
      await pass(31);
      for (const { receiptHandle } of await queue('work').receive(10)) await queue('work').remove(receiptHandle);
      await pass(31);
      expect([await queue('work').receive(10), await queue('dead-letters').receive(10)]).toEqual([[], []]);
    });
  });
});

const missing = () => `${emulated.aws().emulators.url}/000000000000/missing`;

describe('a queue that does not exist', () => {
  test('is an error of every message', async () => {
    const errors = await createQueue(missing()).sendAll(numbered(11));
    expect(errors).toEqual(Array.from({ length: 11 }, () => expect.any(Error)));
  });

  test('is an error of every message that is held', async () => {
    const held = createHeldMessages(missing());
    expect(await held.postpone([{ receiptHandle: 'a', seconds: 0 }])).toEqual([expect.any(Error)]);
  });
});
