import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Log, LogFields } from '../ports.ts';

/** One message of a batch, read; `attempt` counts from 1. */
export interface BatchRecord<Noun> {
  readonly messageId: string;
  readonly noun: Noun;
  readonly traceparent: string;
  readonly attempt: number;
}

export interface BatchEdge<Noun> {
  readonly log: Log;
  /** Throws for a message that is no such noun; that fails this message alone. */
  readonly read: (body: string) => Noun;
  /** What names this noun on a log line. */
  readonly describe: (noun: Noun) => LogFields;
  /** Does the work of the whole batch and tells which messages failed, and why. */
  readonly work: (records: readonly BatchRecord<Noun>[]) => Promise<ReadonlyMap<string, unknown>>;
}

/**
 * The edge of every function behind a queue. It never throws: a throw would bring back the whole batch, finished messages
 * too. The ids it reports come from the batch alone, because one unknown id fails all of them.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function createBatchEdge<Noun>({ log, read, describe, work }: BatchEdge<Noun>) {
  return async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
    const failures = new Map<string, unknown>();
    const records: BatchRecord<Noun>[] = [];
    for (const record of event.Records) {
      try {
        records.push(toBatchRecord(record, read));
      } catch (error) {
        failures.set(record.messageId, error);
        log.error('Message could not be read', { messageId: record.messageId, error });
      }
    }
    const failed = records.length === 0 ? new Map<string, unknown>() : await workOn(records, work);
    for (const { messageId, noun, attempt } of records) {
      if (!failed.has(messageId)) continue;
      failures.set(messageId, failed.get(messageId));
      log.error('Message failed', { ...describe(noun), messageId, attempt, error: failed.get(messageId) });
    }
    return { batchItemFailures: [...failures.keys()].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

function toBatchRecord<Noun>(
  { messageId, body, attributes, messageAttributes }: SQSRecord,
  read: BatchEdge<Noun>['read'],
): BatchRecord<Noun> {
  const traceparent = messageAttributes['traceparent']?.stringValue ?? '';
  return { messageId, noun: read(body), traceparent, attempt: Number(attributes.ApproximateReceiveCount) };
}

async function workOn<Noun>(
  records: readonly BatchRecord<Noun>[],
  work: BatchEdge<Noun>['work'],
): Promise<ReadonlyMap<string, unknown>> {
  try {
    return await work(records);
  } catch (error) {
    return new Map(records.map(({ messageId }) => [messageId, error]));
  }
}
