import * as v from 'valibot';
import { replayAnswerSchema, type ReplayAnswer, type ReplayRequest } from '#shared/messages/replay-request.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import type { InvokeFunction } from '../../pipeline/invoke-function.ts';
import type { Paint } from '../deliveries/views/describe-webhook.ts';
import { addAnswer, type RunCounts } from './add-answer.ts';
import { checkWorkerName } from './check-worker-name.ts';
import { describeForeseen, describeReplayed, notThereLines, whole } from './describe-counts.ts';
import type { OpenedPipeline } from './open-pipeline.ts';

export interface ReplayOptions {
  readonly from: string;
  readonly ids?: readonly string[] | undefined;
  readonly fingerprints?: readonly string[] | undefined;
  readonly all?: true | undefined;
  readonly reason?: string | undefined;
  readonly limit?: number | undefined;
  readonly via: 'table' | 'queue';
  readonly isDryRun: boolean;
  readonly isConfirmed: boolean;
  readonly asJson: boolean;
}

export interface ReplayPorts extends OpenedPipeline {
  readonly write: (text: string) => void;
  /** Progress, so that what is written can be piped alone. */
  readonly tell: (text: string) => void;
  readonly paint: Paint;
  /** Undefined where nobody can be asked. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
  readonly signal: AbortSignal;
}

/** Says what would be replayed, asks before more than one, and sends until nothing is left. */
export async function replayDeadLetters(options: ReplayOptions, ports: ReplayPorts): Promise<ExitCode> {
  const { isDryRun, asJson } = options;
  const { invoke, write, paint, signal } = ports;
  const selection = selectionOf(options, ports);
  const foreseen = isForeseeable(options) ? await call(invoke, { ...selection, dryRun: true }) : undefined;
  if (isDryRun && !foreseen) throw noDryRun();
  if (foreseen && (isDryRun || foreseen.replayed === 0)) {
    write(
      asJson
        ? `${JSON.stringify({ kind: 'dry-run', ...foreseen })}\n`
        : describeForeseen(foreseen, options.from, paint),
    );
    return foreseen.notThere ? exitCode.failed : exitCode.done;
  }
  if (!(await isAgreed(foreseen, options, ports))) return signal.aborted ? exitCode.interrupted : exitCode.failed;

  const counts = await replayAll({ ...selection, before: foreseen?.before }, options, ports);
  write(asJson ? `${JSON.stringify({ kind: 'replay', ...counts })}\n` : describeReplayed(counts, options.from, paint));
  if (counts.failed > 0) return exitCode.failed;
  if (counts.unfinished) return exitCode.interrupted;
  // A script whose ids are misspelt must not take it for a success.
  return counts.notThere ? exitCode.failed : exitCode.done;
}

/** SQS shows no message without hiding it: only all of a queue can be counted. */
const isForeseeable = ({ via, all }: ReplayOptions) => via === 'table' || all === true;

const noDryRun = () =>
  new CommandError(
    exitCode.wrongUsage,
    'A dry run via the queue can only count all of it: say --all, or leave out --via.',
  );

function selectionOf(
  { from, ids, fingerprints, all, reason, limit, via, isDryRun }: ReplayOptions,
  { workers }: ReplayPorts,
) {
  checkWorkerName(from, workers);
  if ([ids, fingerprints, all].filter((way) => way !== undefined).length !== 1) {
    throw new CommandError(exitCode.wrongUsage, 'Say which: exactly one of --ids, --fingerprint and --all.');
  }
  if (ids?.length === 0 || fingerprints?.length === 0) {
    throw new CommandError(exitCode.wrongUsage, 'Name at least one.');
  }
  if (!isDryRun && (reason ?? '').trim() === '') {
    throw new CommandError(
      exitCode.wrongUsage,
      'Say why with --reason: it is kept in the receipt. Only --dry-run needs none.',
    );
  }
  // As lists and `show` write them, too.
  const eventIds = ids?.map((id) => (id.startsWith(`${from}/`) ? id.slice(from.length + 1) : id));
  return { from, ids: eventIds, fingerprints, all, reason, limit, via } satisfies Selected;
}

type Selected = Omit<ReplayRequest, 'ids' | 'fingerprints'> & {
  readonly ids: readonly string[] | undefined;
  readonly fingerprints: readonly string[] | undefined;
};

async function call(invoke: InvokeFunction, request: Selected): Promise<ReplayAnswer> {
  return v.parse(replayAnswerSchema, await invoke('replay', request));
}

async function isAgreed(
  foreseen: ReplayAnswer | undefined,
  { isConfirmed, from }: ReplayOptions,
  { ask, tell, paint }: ReplayPorts,
): Promise<boolean> {
  if (isConfirmed || foreseen?.replayed === 1) return true;
  const about = foreseen?.isApproximate ? 'about ' : '';
  const what = foreseen ? `${about}${whole(foreseen.replayed)} dead letters` : 'what matches on the queue';
  if (!ask) {
    throw new CommandError(
      exitCode.wrongUsage,
      `This would replay ${what} of ${from}: say --yes, as nobody can be asked here.`,
    );
  }
  if (foreseen) for (const line of notThereLines(foreseen, from, paint)) tell(`${line}\n`);
  if (await ask(`Replay ${what} of ${from}?`)) return true;
  tell('Nothing was replayed.\n');
  return false;
}

/** Call after call with the same `before`, so that what fails again meanwhile is not sent once more. */
async function replayAll(
  selection: Selected,
  { limit = Infinity }: ReplayOptions,
  ports: ReplayPorts,
): Promise<RunCounts> {
  const { invoke, signal, tell } = ports;
  let counts: RunCounts | undefined;
  let before = selection.before;
  do {
    const left = limit - (counts?.replayed ?? 0);
    const answer = await call(invoke, { ...selection, before, ...(left < Infinity && { limit: left }) });
    before = answer.before;
    counts = addAnswer(counts, answer);
    if (counts.unfinished) tell(`${whole(counts.replayed)} replayed so far\n`);
    // What cannot be sent now is not tried without end.
  } while (counts.unfinished && counts.failed === 0 && counts.replayed < limit && !signal.aborted);
  return counts;
}
