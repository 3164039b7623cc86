import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { GiveUp, RetryLater } from '../errors.ts';
import { attributeValue } from '../messages/attributes.ts';
import type { LogFields } from '../ports.ts';
import { toBatchRecord, type BatchRecord } from './batch-record.ts';
import { checkBatch } from './check-batch.ts';
import { beforeAnswer, startDeadline, type Deadline, type StartedDeadline } from './deadline.ts';
import { createMarkFinished, type MarkFinishedPorts } from './mark-finished.ts';
import { createSettleFailures, type FailedRecord, type SettleFailuresPorts } from './settle-failures.ts';
import { redactError } from './redact-error.ts';

export type { BatchRecord } from './batch-record.ts';

/**
 * Does the work of the whole batch and tells which messages failed, and why. It starts nothing after the deadline and waits
 * for nothing once the time to store is over. Nobody else cuts it short, because it alone knows each message's outcome.
 */
export type BatchWork<Noun> = (
  records: readonly BatchRecord<Noun>[],
  deadline: Deadline,
) => Promise<ReadonlyMap<string, unknown>>;

export interface BatchEdgePorts extends SettleFailuresPorts, MarkFinishedPorts {
  readonly workerVersion: string;
}

export interface BatchEdge<Noun> extends BatchEdgePorts {
  /** The row's name, or `dispatch`. */
  readonly worker: string;
  /** Throws for a message that is no such noun; that fails this message alone. */
  readonly read: (body: string) => Noun;
  /** What stands for this noun in a dead letter's key. */
  readonly eventIdOf: (noun: Noun) => string;
  /** What names this noun on a log line besides that. */
  readonly describe: (noun: Noun) => LogFields;
  readonly work: BatchWork<Noun>;
}

/**
 * The edge of every function behind a queue. It never throws over a batch: a throw would bring back all of it, finished
 * messages too. The ids it reports come from the batch alone, because one unknown id fails all of them.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function createBatchEdge<Noun>(edge: BatchEdge<Noun>) {
  const settleFailures = createSettleFailures(edge);
  const markFinished = createMarkFinished(edge);

  /** What nobody could say anything of in time comes back when its visibility runs out. */
  const settleInTime = async (failed: readonly FailedRecord[], deadline: StartedDeadline, requestId: string) => {
    if (failed.length === 0) return [];
    const identity = { worker: edge.worker, workerVersion: edge.workerVersion, requestId };
    try {
      const kept = await beforeAnswer(deadline, edge.clock, settleFailures(failed, identity));
      if (kept !== 'late') return kept;
      edge.log.error('Failed messages could not be settled in time', { worker: edge.worker, messages: failed.length });
    } catch (error) {
      edge.log.error('Failed messages could not be settled', { error: redactError(error) });
    }
    return failed.map(({ record }) => record.messageId);
  };

  return async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
    checkBatch(event, edge.worker);
    try {
      return await settleBatch(event, context);
    } finally {
      edge.metrics.flush();
    }
  };

  async function settleBatch(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
    const deadline = startDeadline(() => context.getRemainingTimeInMillis(), edge.clock);
    const { records, unreadable } = readBatch(event, edge);
    const errors = await workOn(records, deadline, edge.work);
    deadline.end();
    const failed = [...unreadable, ...failedOf(event, records, errors, edge)];
    const kept = await settleInTime(failed, deadline, context.awsRequestId);
    const finished = records.filter(({ messageId }) => !errors.has(messageId));
    await markFinished(finished, deadline);
    return { batchItemFailures: kept.map((itemIdentifier) => ({ itemIdentifier })) };
  }
}

function readBatch<Noun>({ Records }: SQSEvent, { rules, read, worker }: BatchEdge<Noun>) {
  const records: BatchRecord<Noun>[] = [];
  const unreadable: FailedRecord[] = [];
  for (const record of Records) {
    try {
      records.push(toBatchRecord(record, { attemptsMax: rules.attemptsMax, read }));
    } catch (error) {
      unreadable.push({
        record,
        error: isForLater(error) ? error : neverReadable(error),
        named: { worker, ...attributesOf(record) },
      });
    }
  }
  return { records, unreadable };
}

/** What is known of a message whose body says nothing. */
function attributesOf({ messageAttributes }: SQSRecord): LogFields {
  const [source, type] = ['source', 'type'].map((name) => messageAttributes?.[name]?.stringValue);
  return { ...(source && { source: attributeValue(source) }), ...(type && { type: attributeValue(type) }) };
}

/** A message of a newer version: the next attempt may meet code that reads it. */
const isForLater = (error: unknown) => error instanceof RetryLater;

const neverReadable = (cause: unknown) => new GiveUp('This message could not be read', { cause });

async function workOn<Noun>(
  records: readonly BatchRecord<Noun>[],
  deadline: Deadline,
  work: BatchWork<Noun>,
): Promise<ReadonlyMap<string, unknown>> {
  if (records.length === 0) return new Map();
  try {
    return await work(records, deadline);
  } catch (error) {
    return new Map(records.map(({ messageId }) => [messageId, error]));
  }
}

function failedOf<Noun>(
  { Records }: SQSEvent,
  records: readonly BatchRecord<Noun>[],
  errors: ReadonlyMap<string, unknown>,
  { worker, eventIdOf, describe }: BatchEdge<Noun>,
): readonly FailedRecord[] {
  const nouns = new Map(records.map(({ messageId, noun }) => [messageId, noun]));
  return Records.flatMap((record) => {
    const noun = nouns.get(record.messageId);
    if (noun === undefined || !errors.has(record.messageId)) return [];
    const named = { worker, eventId: eventIdOf(noun), ...describe(noun) };
    return [{ record, error: errors.get(record.messageId), named }];
  });
}
