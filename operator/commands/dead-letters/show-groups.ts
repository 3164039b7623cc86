import type { DeadLetterState } from '#shared/messages/dead-letter.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import { counted } from '../../terminal/whole.ts';
import { groupDeadLetters } from '../../verbs/group-dead-letters.ts';
import { checkWorkerName } from '../check-worker-name.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import { describeGroup } from './describe-group.ts';

export interface GroupsOptions {
  readonly from: string | undefined;
  readonly state: DeadLetterState;
  readonly asJson: boolean;
}

/** What failed, by its reason: the largest group first. */
export async function showGroups({ from, state, asJson }: GroupsOptions, session: Session): Promise<ExitCode> {
  const { pipeline, terminal } = session;
  if (from !== undefined) checkWorkerName(from, pipeline);
  const groups = await groupDeadLetters({ from, state }, pipeline, terminal.interrupted);
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  if (asJson) {
    for (const group of groups) writeJson('group', group, terminal);
    writeJson('summary', { state, groups: groups.length, count }, terminal);
    return exitCode.done;
  }
  if (groups.length === 0) {
    terminal.write(state === 'open' ? 'No dead letters.\n' : `No dead letters that are ${state}.\n`);
    return exitCode.done;
  }
  terminal.write(groups.map((group) => describeGroup(group, state, session)).join('\n'));
  terminal.write(`\n${counted(count, `${state} dead letter`)} in ${counted(groups.length, 'group')}\n`);
  return exitCode.done;
}
