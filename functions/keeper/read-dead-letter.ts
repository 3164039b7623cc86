import type { SQSRecord } from 'aws-lambda';
import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import { DEAD_LETTER_DAYS, expiresWithEvent } from '#shared/dead-letters/expires-at.ts';
import { retentionOf } from '#shared/dead-letters/retention-of.ts';
import { nameEvent } from '#shared/dead-letters/name-event.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import { replayMarkOf } from '#shared/lambda/replay-mark-of.ts';
import type { Attributes } from '#shared/ports.ts';
import { readFailureOf } from './read-failure-of.ts';

export interface OfStage {
  /** What the names of all our queues begin with: `<service>-<stage>-`. */
  readonly queuePrefix: string;
  /** How long it keeps what says nothing else; left out: as long as a marker lives. */
  readonly retentionDays?: number | undefined;
}

/**
 * The dead letter that a message is, as the table would keep it if it were the first.
 * @throws {Error} for a message of no dead-letter queue of ours
 */
export function readDeadLetter(
  record: SQSRecord,
  { queuePrefix, retentionDays = DEAD_LETTER_DAYS }: OfStage,
  now: Date,
): DeadLetter {
  const queue = workQueueOf(record.eventSourceARN, queuePrefix);
  const worker = queue === `${queuePrefix}deliveries` ? 'dispatch' : queue.slice(queuePrefix.length);
  const named = nameEvent(worker, record.body);
  const replay = replayMarkOf(record);
  return {
    v: 1,
    id: deadLetterId(worker, named.eventId),
    worker,
    ...named,
    state: 'open',
    failure: readFailureOf({ worker, queue, record, now }),
    replays: replay?.count ?? 0,
    arrivals: 1,
    recordedAt: now.toISOString(),
    ...(replay && { run: replay.run }),
    expiresAt: expiresWithEvent(now, named.receivedAt, retentionOf(record.body) ?? retentionDays),
    body: record.body,
    attributes: attributesOf(record),
  };
}

const SUFFIX = '-dead-letters';

function workQueueOf(arn: string, queuePrefix: string): string {
  const name = arn.slice(arn.lastIndexOf(':') + 1);
  const isOurs =
    name.startsWith(queuePrefix) && name.endsWith(SUFFIX) && name.length > queuePrefix.length + SUFFIX.length;
  if (!isOurs) throw new Error(`${name} is no dead-letter queue whose name begins with ${queuePrefix}`);
  return name.slice(0, -SUFFIX.length);
}

/** `failure` and `replay` are about this failure and that run; the next ones get their own. */
function attributesOf({ messageAttributes }: SQSRecord): Attributes {
  const texts = Object.entries(messageAttributes).flatMap(([name, { stringValue }]) =>
    stringValue === undefined || name === 'failure' || name === 'replay' ? [] : [[name, stringValue] as const],
  );
  return Object.fromEntries(texts);
}
