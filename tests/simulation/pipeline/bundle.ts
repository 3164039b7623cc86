import type { Queue, QueueMessage, Topic, TopicEntry } from '#shared/ports.ts';

/** One deployed state of a function: what it writes, and what it can read. */
export interface Bundle {
  readonly version: 1 | 2;
  /** A reader of messages as this bundle has it. */
  reader<Noun>(read: (text: string) => Noun): (text: string) => Noun;
  /** Where deliveries and events leave, in the version that this bundle writes. */
  queue(queue: Queue): Queue;
  topic(topic: Topic): Topic;
}

/** What is deployed today. */
export const bundleOfToday: Bundle = {
  version: 1,
  reader: (read) => read,
  queue: (queue) => queue,
  topic: (topic) => topic,
};

const V1 = '{"v":1,';
/** As a later release might: another version, and a field that nobody knows today. */
const V2 = '{"v":2,"addedLater":{"by":"the next release"},';

/**
 * What will be deployed one day: writes messages of version 2 and reads both versions. Only the edge is of tomorrow, the
 * steps behind it are today's.
 */
export const bundleOfTomorrow: Bundle = {
  version: 2,
  reader: (read) => (text) => read(text.startsWith(V2) ? V1 + text.slice(V2.length) : text),
  queue: (queue) => ({
    send: (message) => queue.send(newerMessage(message)),
    sendAll: (messages) => queue.sendAll(messages.map(newerMessage)),
  }),
  topic: (topic) => ({ publish: (entries) => topic.publish(entries.map(newerEntry)) }),
};

const newer = (text: string) => (text.startsWith(V1) ? V2 + text.slice(V1.length) : text);
const newerMessage = (message: QueueMessage): QueueMessage => ({ ...message, body: newer(message.body) });
const newerEntry = (entry: TopicEntry): TopicEntry => ({ ...entry, message: newer(entry.message) });
