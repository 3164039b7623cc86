import type { ReplayAnswer } from '#shared/messages/replay-request.ts';
import { plainLine } from '../../terminal/fit-columns.ts';
import { hooksLine } from '../hooks-line.ts';
import type { Proposal } from './proposal.ts';

/** More than these nobody names on one line. */
const IDS_SHOWN_MAX = 10;

/** How what was named and is quarantined is sent all the same: no replay does it by itself. */
export function forceLines(
  { skippedBecause = {} }: Pick<ReplayAnswer, 'skippedBecause'>,
  { asked, worker }: Pick<Proposal, 'asked' | 'worker'>,
  stage: string,
): readonly string[] {
  const ids = 'replay' in asked ? (asked.replay.ids ?? []) : [];
  // Beside others it would force those, too.
  if (ids.length === 0 || ids.length > IDS_SHOWN_MAX || skippedBecause['quarantined'] !== ids.length) return [];
  const words = ['dead-letters', 'replay', '--from', worker, '--ids', ids.map(plainLine).join(','), '--force'];
  return [`What is quarantined is sent by force, when its cause is gone: ${hooksLine(stage, words)} --reason "…"`];
}
