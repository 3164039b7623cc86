import type { SQSRecord } from 'aws-lambda';
import { tracedBy } from '../messages/traceparent.ts';
import type { Clock, HeldMessages, Log, LogFields, Metrics, Queue, Random } from '../ports.ts';
import { ageSecondsOf, attemptOf } from './batch-record.ts';
import { NotStarted } from './deadline.ts';
import { decideFate, type Fate, type RetryRules } from './decide-fate.ts';
import type { FailedWorker } from './describe-failure.ts';
import { redactError } from './redact-error.ts';
import { toDeadLetter } from './to-dead-letter.ts';

export interface SettleFailuresPorts {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly random: Random;
  readonly rules: RetryRules;
  /** Of the function's own queue. */
  readonly held: HeldMessages;
  /** The function's own dead-letter queue. */
  readonly deadLetters: Queue;
}

export interface FailedRecord {
  readonly record: SQSRecord;
  readonly error: unknown;
  /** What names it on its log line. */
  readonly named: LogFields;
}

interface Decided extends FailedRecord {
  readonly fate: Fate;
}

/**
 * Says of every failed message what becomes of it, and does it: dead letters are sent, the others hidden until their next
 * attempt. Gives the ids of those that SQS must keep.
 */
export function createSettleFailures(ports: SettleFailuresPorts) {
  const { rules, random, clock } = ports;
  return async function settleFailures(
    failed: readonly FailedRecord[],
    failedWorker: FailedWorker,
  ): Promise<readonly string[]> {
    const decided = failed.map((one) => ({
      ...one,
      fate: decideFate(
        { error: one.error, attempt: attemptOf(one.record), ageSeconds: ageSecondsOf(one.record, clock.now()) },
        rules,
        random,
      ),
    }));
    const [unconfirmed] = await Promise.all([sendDeadLetters(decided, failedWorker, ports), postpone(decided, ports)]);
    for (const one of decided) {
      const error = unconfirmed.get(one.record.messageId);
      log(one, error, failedWorker, ports);
      if (error === undefined) count(one, failedWorker, ports);
    }
    return decided
      .filter(({ fate, record }) => 'retrySeconds' in fate || unconfirmed.has(record.messageId))
      .map(({ record }) => record.messageId);
  };
}

/** The message is finished only once the queue has confirmed its copy; else SQS gives it again. */
async function sendDeadLetters(
  decided: readonly Decided[],
  failedWorker: FailedWorker,
  { deadLetters, clock }: SettleFailuresPorts,
): Promise<ReadonlyMap<string, unknown>> {
  const doomed = decided.flatMap(({ fate, ...one }) => ('deadLetter' in fate ? [{ ...one, fate }] : []));
  if (doomed.length === 0) return new Map();
  const errorsOf = async () => {
    const now = clock.now();
    return deadLetters.sendAll(
      doomed.map(({ record, error, fate: { deadLetter, notBeforeSeconds } }) =>
        toDeadLetter(
          { record, error, class: deadLetter, ...(notBeforeSeconds !== undefined && { notBeforeSeconds }) },
          failedWorker,
          now,
        ),
      ),
    );
  };
  const errors = await errorsOf().catch((error: unknown) => doomed.map(() => error));
  return new Map(
    doomed.flatMap(({ record }, index) => (errors[index] === undefined ? [] : [[record.messageId, errors[index]]])),
  );
}

/** What cannot be postponed comes back when its visibility runs out: later than it might, but it comes. */
async function postpone(decided: readonly Decided[], { held, log }: SettleFailuresPorts): Promise<void> {
  const retried = decided.flatMap(({ fate, record, named }) =>
    'retrySeconds' in fate ? [{ record, named, seconds: fate.retrySeconds }] : [],
  );
  if (retried.length === 0) return;
  const errors = await held
    .postpone(retried.map(({ record, seconds }) => ({ receiptHandle: record.receiptHandle, seconds })))
    .catch((error: unknown) => retried.map(() => error));
  retried.forEach(({ record, named }, index) => {
    if (errors[index] === undefined) return;
    log.warn('Message could not be postponed', {
      ...named,
      messageId: record.messageId,
      error: redactError(errors[index]),
    });
  });
}

/** What could not be made a dead letter is neither: the same fate awaits it when it comes again. */
function count({ error, fate }: Decided, { worker }: FailedWorker, { metrics }: SettleFailuresPorts): void {
  if ('deadLetter' in fate) metrics.record('DeadLetters', 1, { worker, class: fate.deadLetter });
  else if (!(error instanceof NotStarted)) metrics.record('Retries', 1, { worker });
}

function log(
  { record, error, named, fate }: Decided,
  unconfirmed: unknown,
  { requestId }: FailedWorker,
  { log }: SettleFailuresPorts,
): void {
  const fields = {
    ...named,
    requestId,
    messageId: record.messageId,
    attempt: attemptOf(record),
    ...tracedBy(record.messageAttributes?.['traceparent']?.stringValue),
    ...fateFields(fate, unconfirmed),
  };
  // Nobody has worked on it, so that nothing has failed yet.
  if (error instanceof NotStarted && 'retrySeconds' in fate) return log.info('Message was given back', fields);
  log.error('Message failed', { ...fields, error: redactError(error) });
}

function fateFields(fate: Fate, unconfirmed: unknown): LogFields {
  if ('retrySeconds' in fate) return { fate: 'retry', retrySeconds: fate.retrySeconds };
  if (unconfirmed === undefined) return { fate: 'dead letter', class: fate.deadLetter };
  // The same fate awaits it at its next receipt; after the last one SQS moves it by itself.
  return { fate: 'given back', class: fate.deadLetter, unconfirmed: redactError(unconfirmed).message };
}
