import type { SQSRecord } from 'aws-lambda';
import type { Failure, FailureClass } from '../messages/failure.ts';
import { attemptOf } from './batch-record.ts';
import { fingerprint } from './fingerprint.ts';
import { readRedacted } from './read-redacted.ts';
import type { Thrown } from './read-thrown.ts';
import { shorten } from './redact.ts';

/** Neither is ever that long; together with the message they must fit into the attribute. */
const NAME_CHARACTERS_MAX = 100;
/** Of all causes together. */
const MESSAGE_CHARACTERS_MAX = 1000;

/** Who failed, as every dead letter of this invocation says. */
export interface FailedWorker {
  readonly worker: string;
  readonly workerVersion: string;
  readonly requestId: string;
}

export interface DescribedFailure {
  readonly error: unknown;
  readonly record: SQSRecord;
  readonly class: FailureClass;
  readonly notBeforeSeconds?: number;
}

/** Why this message is a dead letter: what an operator reads instead of the log. */
export function describeFailure(
  { error, record, class: failureClass, notBeforeSeconds }: DescribedFailure,
  { worker, workerVersion, requestId }: FailedWorker,
  now: Date,
): Failure {
  const chain = readRedacted(error);
  const [{ name, destination }] = chain;
  return {
    v: 1,
    class: failureClass,
    name: bounded(name, NAME_CHARACTERS_MAX),
    message: bounded(messageOf(chain), MESSAGE_CHARACTERS_MAX),
    fingerprint: fingerprint({ worker, chain }),
    attempts: attemptOf(record),
    firstAt: firstReceiptOf(record, now).toISOString(),
    lastAt: now.toISOString(),
    worker,
    workerVersion,
    queue: record.eventSourceARN.split(':').at(-1) ?? '',
    requestId,
    ...(destination !== undefined && { destination: bounded(destination, NAME_CHARACTERS_MAX) }),
    ...(notBeforeSeconds !== undefined && {
      notBefore: new Date(now.getTime() + notBeforeSeconds * 1000).toISOString(),
    }),
  };
}

function messageOf([first, ...causes]: readonly [Thrown, ...Thrown[]]): string {
  const because = causes.map(({ name, message }) => `; because of ${shorten(name)}: ${shorten(message)}`);
  return [shorten(first.message), ...because].join('');
}

function bounded(text: string, charactersMax: number): string {
  return text.length <= charactersMax ? text : `${text.slice(0, charactersMax - 1).toWellFormed()}…`;
}

function firstReceiptOf({ attributes }: SQSRecord, now: Date): Date {
  const first = new Date(Number(attributes?.ApproximateFirstReceiveTimestamp));
  return Number.isNaN(first.getTime()) ? now : first;
}
