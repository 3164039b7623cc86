import type { ReplayAnswer } from '#shared/messages/replay-request.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import { foreseeRun } from '../../verbs/foresee-run.ts';
import { boundBy, type RunAsked } from '../../verbs/run-asked.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import { carryOut } from './carry-out.ts';
import { describeForeseen, describeMeant } from './describe-foreseen.ts';
import type { Proposal } from './proposal.ts';

/** Says what would be done, asks before more than one, and does it. */
export async function propose(proposal: Proposal, session: Session): Promise<ExitCode> {
  const { asked, isDryRun, asJson } = proposal;
  const { pipeline, terminal } = session;
  const foreseen = isForeseeable(asked) ? await foreseeRun(asked, pipeline, terminal.interrupted) : undefined;
  if (isDryRun && !foreseen) throw noDryRun();
  if (foreseen && (isDryRun || isNothing(foreseen))) {
    if (asJson) writeJson('dry-run', foreseen, terminal);
    else terminal.write(describeForeseen(foreseen, proposal, session));
    return foreseen.notThere ? exitCode.failed : exitCode.done;
  }
  if (!(await isAgreed(foreseen, proposal, session))) {
    return terminal.interrupted.aborted ? exitCode.interrupted : exitCode.failed;
  }
  const counted = countedBy(foreseen);
  return carryOut(
    boundBy(asked, { before: foreseen?.before, foreseen: counted }),
    { ...proposal, foreseen: counted },
    session,
  );
}

/** How many the dry run met, where it has counted them all. */
const countedBy = (foreseen: ReplayAnswer | undefined) =>
  foreseen?.isPartial || foreseen?.isApproximate ? undefined : foreseen?.matched;

const isNothing = ({ succeeded, isPartial, isApproximate }: ReplayAnswer) =>
  succeeded === 0 && isPartial === undefined && isApproximate === undefined;

/** SQS shows no message without hiding it: only all of a queue can be counted. */
const isForeseeable = (asked: RunAsked) =>
  !('replay' in asked) || asked.replay.via !== 'queue' || asked.replay.all === true;

const noDryRun = () =>
  new CommandError(
    exitCode.wrongUsage,
    'A dry run via the queue can only count all of it: say --all, or leave out --via.',
  );

async function isAgreed(foreseen: ReplayAnswer | undefined, proposal: Proposal, session: Session): Promise<boolean> {
  const { ask, tell } = session.terminal;
  if (proposal.isConfirmed || isOne(foreseen)) return true;
  const meant = describeMeant(foreseen, proposal);
  if (!ask) {
    throw new CommandError(
      exitCode.wrongUsage,
      `This would ${proposal.kind} ${meant}: say --yes, as nobody can be asked here.`,
    );
  }
  if (foreseen) tell(describeForeseen(foreseen, proposal, session));
  if (await ask(`${capital(proposal.kind)} ${meant}?${proposal.kind === 'discard' ? DISCARDED : ''}`)) return true;
  tell('Nothing was done.\n');
  return false;
}

/** What somebody agrees to. */
const DISCARDED = ' Their records stay, but nobody is told of them any more, and only a replay with --force sends one.';

const isOne = (foreseen: ReplayAnswer | undefined) =>
  foreseen?.succeeded === 1 && foreseen.isPartial === undefined && foreseen.isApproximate === undefined;

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
