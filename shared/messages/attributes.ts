import type { Attributes } from '../ports.ts';
import type { Event } from './event.ts';

/** What subscriptions filter on, and the trace. SQS takes ten attributes, and raw delivery drops a message with more. */
export function eventAttributes(event: Event, traceparent: string): Attributes {
  // SQS and SNS refuse an empty value.
  const trace = traceparent === '' ? {} : { traceparent };
  return { source: attributeValue(event.source), type: attributeValue(event.type), ...trace };
}

/** Sender text must not poison an attribute: an unusual type or source is published as `other`. */
export function attributeValue(text: string): string {
  return /^[A-Za-z0-9._:/-]{1,128}$/.test(text) ? text : 'other';
}
