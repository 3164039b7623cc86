// Dead letters and the messages that they come from; each takes what matters to the test and fills in the rest.
import type { SQSRecord } from 'aws-lambda';
import type { DoneStub } from '#shared/dead-letters/done-stub.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { Failure } from '#shared/messages/failure.ts';
import type { Attributes } from '#shared/ports.ts';
import { givenSqsRecord } from './given-messages.ts';

export function givenFailure(overrides: Partial<Failure> = {}): Failure {
  return {
    v: 1,
    class: 'exhausted',
    name: 'Error',
    message: 'The shop is closed',
    fingerprint: '00112233aabbccdd',
    attempts: 10,
    firstAt: '2026-01-02T03:04:06.000Z',
    lastAt: '2026-01-02T03:24:06.000Z',
    worker: 'archive',
    queue: 'webhook-pipeline-local-archive',
    requestId: 'request-1',
    ...overrides,
  };
}

export function givenDeadLetter(overrides: Partial<DeadLetter> = {}): DeadLetter {
  const { worker = 'archive', eventId = 'e'.repeat(32) } = overrides;
  return {
    v: 1,
    id: `${worker}/${eventId}`,
    worker,
    eventId,
    deliveryId: 'd'.repeat(32),
    source: 'stripe-eu',
    type: 'charge.refunded',
    receivedAt: '2026-01-02T03:04:05.678Z',
    state: 'open',
    failure: givenFailure({ worker }),
    replays: 0,
    arrivals: 1,
    recordedAt: '2026-01-02T03:24:07.000Z',
    expiresAt: 1_801_884_247,
    body: '{"v":1}',
    attributes: { source: 'stripe-eu', type: 'charge.refunded' },
    ...overrides,
  };
}

export function givenStub(overrides: Partial<DoneStub> = {}): DoneStub {
  return {
    v: 1,
    id: `archive/${'e'.repeat(32)}`,
    worker: 'archive',
    eventId: 'e'.repeat(32),
    state: 'done',
    replays: 0,
    closedAt: '2026-01-02T03:30:00.000Z',
    expiresAt: 1_801_884_600,
    ...overrides,
  };
}

/** A message as Lambda takes it from the dead-letter queue of a worker. @param queue its name without service and stage */
export function givenDeadLetterMessage(
  queue: string,
  body: string,
  { messageId = 'message-1', attributes = {}, movedFrom }: DeadLetterMessageOptions = {},
): SQSRecord {
  const record = givenSqsRecord(body, messageId);
  return {
    ...record,
    attributes: { ...record.attributes, ...(movedFrom && { DeadLetterQueueSourceArn: arnOf(movedFrom) }) },
    messageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, stringValue]) => [name, { dataType: 'String', stringValue }]),
    ),
    eventSourceARN: arnOf(`${queue}-dead-letters`),
  };
}

export interface DeadLetterMessageOptions {
  readonly messageId?: string;
  readonly attributes?: Attributes;
  /** The queue from which SQS itself moved it. */
  readonly movedFrom?: string;
}

const arnOf = (queue: string) => `arn:aws:sqs:us-east-1:000000000000:webhook-pipeline-local-${queue}`;
