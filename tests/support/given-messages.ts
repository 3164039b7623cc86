// Deliveries, events and batch records to start a test from; each takes what matters to the test and fills in the rest.
import type { SQSRecord } from 'aws-lambda';
import type { BatchRecord } from '#shared/lambda/batch-edge.ts';
import type { Delivery } from '#shared/messages/delivery.ts';
import type { Event } from '#shared/messages/event.ts';
import { TRACEPARENT } from './ports.ts';

export function givenDelivery(overrides: Partial<Delivery> = {}): Delivery {
  return {
    v: 1,
    id: 'd'.repeat(32),
    senderEventId: 'evt_1',
    source: 'stripe-eu',
    provider: 'stripe',
    receivedAt: '2026-01-02T03:04:05.678Z',
    headers: { 'x-kept': 'yes' },
    contentType: 'application/json',
    body: { text: '{"id":"evt_1","type":"charge.refunded"}' },
    events: [{ id: 'd'.repeat(32), type: 'charge.refunded', senderEventId: 'evt_1' }],
    ...overrides,
  };
}

export function givenEvent(overrides: Partial<Event> = {}): Event {
  return {
    v: 1,
    id: 'e'.repeat(32),
    senderEventId: 'evt_1',
    type: 'charge.refunded',
    source: 'stripe-eu',
    provider: 'stripe',
    deliveryId: 'd'.repeat(32),
    receivedAt: '2026-01-02T03:04:05.678Z',
    headers: { 'x-kept': 'yes' },
    contentType: 'application/json',
    body: { text: '{"id":"evt_1","type":"charge.refunded"}' },
    ...overrides,
  };
}

export function givenRecord<Noun>(noun: Noun, messageId = 'message-1'): BatchRecord<Noun> {
  return { messageId, noun, traceparent: TRACEPARENT, attempt: 1, attemptsMax: 10 };
}

/** A message as Lambda hands it to a function behind a queue. */
export function givenSqsRecord(body: string, messageId = 'message-1', attempt = 1): SQSRecord {
  return {
    messageId,
    receiptHandle: `handle of ${messageId}`,
    body,
    attributes: {
      ApproximateReceiveCount: String(attempt),
      SentTimestamp: '1767322800000',
      SenderId: 'AROAEXAMPLE:ingest',
      ApproximateFirstReceiveTimestamp: '1767322800001',
    },
    messageAttributes: { traceparent: { dataType: 'String', stringValue: TRACEPARENT } },
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:webhook-pipeline-local-deliveries',
    awsRegion: 'us-east-1',
  };
}
