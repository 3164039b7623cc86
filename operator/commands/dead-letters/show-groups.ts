import type { DeadLetterState } from '#shared/messages/dead-letter.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import { counted } from '../../terminal/whole.ts';
import { groupDeadLetters } from '../../verbs/group-dead-letters.ts';
import { checkWorkerName } from '../check-worker-name.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import { describeGroup } from './describe-group.ts';
import { countQuarantined, quarantinedField, quarantinedLine } from '../quarantined-line.ts';

export interface GroupsOptions {
  readonly from: string | undefined;
  readonly state: DeadLetterState;
  readonly asJson: boolean;
}

/** What failed, by its reason: the largest group first. */
export async function showGroups({ from, state, asJson }: GroupsOptions, session: Session): Promise<ExitCode> {
  const { pipeline, terminal } = session;
  if (from !== undefined) checkWorkerName(from, pipeline);
  const [groups, quarantined] = await Promise.all([
    groupDeadLetters({ from, state }, pipeline, terminal.interrupted),
    state === 'open' ? countQuarantined(from, session) : { count: 0 },
  ]);
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  if (asJson) {
    for (const group of groups) writeJson('group', group, terminal);
    writeJson('summary', { state, groups: groups.length, count, ...quarantinedField(quarantined) }, terminal);
    return exitCode.done;
  }
  if (groups.length === 0) {
    const of = from === undefined ? '' : ` of ${from}`;
    terminal.write(`No dead letters${of} are ${state}.\n`);
  } else {
    terminal.write(groups.map((group) => describeGroup(group, state, session)).join('\n'));
    terminal.write(`\n${counted(count, `${state} dead letter`)} in ${counted(groups.length, 'group')}\n`);
  }
  terminal.write(quarantinedLine(quarantined, from, pipeline.stage));
  return exitCode.done;
}
