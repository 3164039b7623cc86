import { asciiJson } from '#shared/messages/ascii-json.ts';
import type { Delivery } from '#shared/messages/delivery.ts';
import type { Queue, QueueMessage } from '#shared/ports.ts';
import type { Bug } from './bug.ts';
import { withPorts } from './with-ports.ts';

export const elementsShareId: Bug = {
  name: 'All elements of an array have the id of the first one',
  plant: (parts) =>
    withPorts(parts, (ports, functionName) =>
      functionName === 'ingest' ? { queue: (name) => sharingIds(ports.queue(name)) } : {},
    ),
};

const sharingIds = (queue: Queue): Queue => ({ ...queue, send: (message) => queue.send(sharingId(message)) });

function sharingId(message: QueueMessage): QueueMessage {
  const delivery = JSON.parse(message.body) as Delivery;
  const [first] = delivery.events;
  const events = delivery.events.map((event) => ({ ...event, id: first?.id ?? event.id }));
  return { ...message, body: asciiJson({ ...delivery, events }) };
}
