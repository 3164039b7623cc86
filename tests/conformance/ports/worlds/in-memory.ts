// The ports that unit tests give to steps. They record rather than deliver: nothing leads from a topic to a queue.
import { fixedClock, memoryDrainableQueue, memoryObjects, memoryTable } from '../../../support/ports.ts';
import { recordingQueue, recordingTopic } from '../../../support/ports.ts';
import { INDEXES, type PortWorld, type QueueUnderTest } from './services.ts';

export function inMemoryWorld(): PortWorld {
  return {
    start: async () => undefined,
    close: async () => undefined,
    async given({ queues = [] } = {}) {
      const clock = fixedClock('2026-01-02T03:04:05.000Z');
      const created = new Map(queues.map(({ name }) => [name, queueUnderTest(name, () => clock.now())]));
      return {
        queue(name) {
          const queue = created.get(name);
          if (queue === undefined) throw new Error(`This test has no queue ${name}`);
          return queue;
        },
        topic: recordingTopic(),
        objects: memoryObjects(),
        table: memoryTable(INDEXES),
        pass: async (seconds) => clock.advance(seconds * 1000),
      };
    },
  };
}

/** What the one has recorded lies on the other. */
function queueUnderTest(name: string, now: () => Date): QueueUnderTest {
  const sending = recordingQueue();
  const drainable = memoryDrainableQueue(now(), now);
  const putWhatWasSent = () => sending.sent.splice(0).forEach((message) => drainable.put(message));
  return {
    arn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
    port: {
      async send(message) {
        await sending.send(message);
        putWhatWasSent();
      },
      async sendAll(messages) {
        const errors = await sending.sendAll(messages);
        putWhatWasSent();
        return errors;
      },
    },
    held: drainable,
    drainable,
    receive: refuse,
    remove: refuse,
  };
}

const refuse = () => Promise.reject(new Error('No function is invoked by a queue in memory'));
