import type { SQSRecord } from 'aws-lambda';
import { readReplayMark, type ReplayMark } from '../messages/replay-mark.ts';

/**
 * By which run the message was sent back, if by any. A garbled mark counts as none: it only counts replays, and no event
 * must be lost over it.
 */
export function replayMarkOf({ messageAttributes }: Pick<SQSRecord, 'messageAttributes'>): ReplayMark | undefined {
  const text = messageAttributes['replay']?.stringValue;
  if (text === undefined) return undefined;
  try {
    return readReplayMark(text);
  } catch {
    // Only what this pipeline wrote says anything about its runs.
    return undefined;
  }
}
