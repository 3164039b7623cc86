import type { Queue, Topic } from '#shared/ports.ts';
import type { Bug } from './bug.ts';
import { withPorts } from './with-ports.ts';

export const ignoredBatchFailures: Bug = {
  name: 'Nobody looks at the entries of a batch call that failed',
  plant: (parts) =>
    withPorts(parts, (ports) => ({
      queue: (name) => believingQueue(ports.queue(name)),
      topic: () => believingTopic(ports.topic()),
    })),
};

function believingQueue(queue: Queue): Queue {
  return {
    ...queue,
    sendAll: async (messages) => (await queue.sendAll(messages)).map(() => undefined),
  };
}

function believingTopic(topic: Topic): Topic {
  return { publish: async (entries) => (await topic.publish(entries)).map(() => undefined) };
}
