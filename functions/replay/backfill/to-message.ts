import { REPLAYS_GROUP } from '#shared/dead-letters/send-back.ts';
import { eventAttributes } from '#shared/messages/attributes.ts';
import { bodyBytes } from '#shared/messages/body.ts';
import { writeEvent, type Event } from '#shared/messages/event.ts';
import { messageBytes } from '#shared/messages/message-bytes.ts';
import { writeReplayMark, type ReplayMark } from '#shared/messages/replay-mark.ts';
import { continuedBy } from '#shared/messages/traceparent.ts';
import type { QueueMessage } from '#shared/ports.ts';

/** As ingest and dispatch have it: a worker meets bodies of the same sizes, whichever way they come. */
export const MESSAGE_BYTES_MAX = 200 * 1024;

/** The message as SNS would have delivered it, with the mark of the run. */
export function toMessage(event: Event, traceparent: string, mark: ReplayMark): QueueMessage {
  const attributes = { ...eventAttributes(event, continuedBy(traceparent, mark.run)), replay: writeReplayMark(mark) };
  return { body: writeEvent(event), attributes, group: REPLAYS_GROUP };
}

/** Undefined where its body does not fit. */
export function toInlineMessage(event: Event, traceparent: string, mark: ReplayMark): QueueMessage | undefined {
  // Written as text a body only grows: 4 MiB need not be escaped to see that they do not fit.
  if (bodyBytes(event.body) > MESSAGE_BYTES_MAX) return undefined;
  const message = toMessage(event, traceparent, mark);
  return messageBytes(message.body, message.attributes) <= MESSAGE_BYTES_MAX ? message : undefined;
}
