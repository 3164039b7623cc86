import type { SQSRecord } from 'aws-lambda';
import type { ReplayMark } from '../messages/replay-mark.ts';
import { replayMarkOf } from './replay-mark-of.ts';

/** One message of a batch, read; `attempt` counts from 1. */
export interface BatchRecord<Noun> {
  readonly messageId: string;
  readonly noun: Noun;
  readonly traceparent: string;
  readonly attempt: number;
  /** At this attempt a failure makes a dead letter. */
  readonly attemptsMax: number;
  /** Only of a message that was a dead letter before. */
  readonly replay?: ReplayMark;
}

export interface RecordReading<Noun> {
  readonly attemptsMax: number;
  /** Throws for a message that is no such noun. */
  readonly read: (body: string) => Noun;
}

export function toBatchRecord<Noun>(record: SQSRecord, { attemptsMax, read }: RecordReading<Noun>): BatchRecord<Noun> {
  const replay = replayMarkOf(record);
  return {
    messageId: record.messageId,
    noun: read(record.body),
    traceparent: record.messageAttributes['traceparent']?.stringValue ?? '',
    attempt: attemptOf(record),
    attemptsMax,
    ...(replay && { replay }),
  };
}

/** How often this message was received, this time included; the first time where nobody can tell. */
export function attemptOf({ attributes }: SQSRecord): number {
  const received = Number(attributes?.ApproximateReceiveCount);
  return received >= 1 ? received : 1;
}

/** Since this message was received for the first time; 0 where nobody can tell, or where that clock is ahead of ours. */
export function ageSecondsOf({ attributes }: SQSRecord, now: Date): number {
  const firstMs = Number(attributes?.ApproximateFirstReceiveTimestamp);
  return firstMs > 0 ? Math.max(0, (now.getTime() - firstMs) / 1000) : 0;
}
