import type { Queue } from '#shared/ports.ts';
import type { Bug } from './bug.ts';
import { withPorts } from './with-ports.ts';

export const ackBeforeSend: Bug = {
  name: 'Ingest answers before the queue has confirmed',
  plant: (parts) =>
    withPorts(parts, (ports, functionName) =>
      functionName === 'ingest' ? { queue: (name) => confirmingAtOnce(ports.queue(name)) } : {},
    ),
};

function confirmingAtOnce(queue: Queue): Queue {
  return {
    ...queue,
    async send(message) {
      void queue.send(message).catch(() => undefined);
    },
  };
}
