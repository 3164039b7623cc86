import type { SQSEvent } from 'aws-lambda';
import { createBatchEdge, type BatchEdge } from '#shared/lambda/batch-edge.ts';
import { givenInvocation } from './given-deadline.ts';
import { givenSqsRecord } from './given-messages.ts';
import { fixedClock, recordingHeldMessages, recordingLog, recordingMetrics, recordingQueue } from './ports.ts';

/** The edge of a function behind a queue, its ports in memory; a noun is whatever text the message has. */
export function edgeUnderTest(work: BatchEdge<string>['work'], overrides: Partial<BatchEdge<string>> = {}) {
  const ports = {
    log: recordingLog(),
    metrics: recordingMetrics(),
    clock: fixedClock('2026-01-02T04:00:00.000Z'),
    random: { fraction: () => 0.5 },
    held: recordingHeldMessages(),
    deadLetters: recordingQueue(),
  };
  const handler = createBatchEdge({
    ...ports,
    worker: 'made-up',
    workerVersion: '7',
    rules: { attemptsMax: 5, backoffCeilingSeconds: 300, horizonSeconds: 75 },
    markDone: async () => undefined,
    read: (body) => body,
    eventIdOf: (noun) => noun,
    describe: () => ({}),
    work,
    ...overrides,
  });
  return { ...ports, handler: (event: SQSEvent) => handler(event, givenInvocation()) };
}

/** A batch whose messages m0, m1, … were received that often. */
export const batchAt = (attempt: number, ...bodies: readonly string[]): SQSEvent => ({
  Records: bodies.map((body, index) => givenSqsRecord(body, `m${index}`, attempt)),
});

/** What Lambda is told to keep. */
export const kept = (...messageIds: readonly string[]) => ({
  batchItemFailures: messageIds.map((itemIdentifier) => ({ itemIdentifier })),
});
