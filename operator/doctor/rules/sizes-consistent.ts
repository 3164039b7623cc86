import { queueOf, redrives } from '../model/links.ts';
import type { Rule } from '../rule.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const TOPIC_BYTES_MAX = 262_144;

export const sizesConsistent: Rule = {
  name: 'sizes-consistent',
  reason:
    'A message that a step may make and the next may not take is lost where SNS delivers it, and tried for ever where SQS ' +
    'refuses it. Bodies are kept in the bucket before a message grows too large for any step.',
  check({ model, limits, at }) {
    const { messageBytesMax, failureBytesMax } = limits;
    const tooLarge = messageBytesMax + failureBytesMax > TOPIC_BYTES_MAX;
    const subscribed = new Set(model.subscriptions.map(({ properties }) => queueOf(model, properties.Endpoint)?.id));
    const narrow = model.queues.flatMap(({ id, properties: { MaximumMessageSize } }) => {
      const needed = subscribed.has(id) ? TOPIC_BYTES_MAX : messageBytesMax + failureBytesMax;
      const from = subscribed.has(id) ? 'the topic delivers' : 'a step sends';
      if (!(MaximumMessageSize < needed)) return [];
      const what = `takes messages of ${MaximumMessageSize} bytes, and ${from} up to ${needed}`;
      return [{ where: at(id), what, fix: `Leave MaximumMessageSize away, or set it to ${needed} or more.` }];
    });
    const narrower = redrives(model).flatMap(({ queue, deadLetters }) => {
      const [of, to] = [queue.properties.MaximumMessageSize, deadLetters.properties.MaximumMessageSize];
      if (!(to < of) || narrow.some(({ where }) => where === at(deadLetters.id))) return [];
      const what = `takes messages of ${to} bytes, and ${queue.id} has some of up to ${of}`;
      return [{ where: at(deadLetters.id), what, fix: `Give it the MaximumMessageSize of ${queue.id}.` }];
    });
    const what = `bodies are kept in the bucket from ${messageBytesMax} bytes on, and SNS takes ${TOPIC_BYTES_MAX} with all attributes`;
    const where = 'MESSAGE_BYTES_MAX, functions/ingest/queue-delivery.ts';
    return [...(tooLarge ? [{ where, what, fix: 'Lower MESSAGE_BYTES_MAX to 200 KiB.' }] : []), ...narrow, ...narrower];
  },
};
