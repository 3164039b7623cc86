import type { Context } from 'aws-lambda';
import { checkWorker } from '#shared/dead-letters/check-worker.ts';
import { withoutLiterals } from '#shared/expressions/without-literals.ts';
import { readRequest } from '#shared/lambda/read-request.ts';
import type { Receipt, Who } from '#shared/messages/receipt.ts';
import {
  replayRequestSchema,
  type Abort,
  type Backfill,
  type Discard,
  type Identity,
  type Replay,
  type ReplayAnswer,
  type RunRequest,
} from '#shared/messages/replay-request.ts';
import { abortRun } from './abort-run.ts';
import { actionOf, type ActionPorts } from './action-of.ts';
import { countWaiting } from './count-waiting.ts';
import { endProbeRun } from './end-probe-run.ts';
import { foreseeRun } from './run/foresee-run.ts';
import { openRun, readReceipt } from './run/open-run.ts';
import type { Invocation, RunPorts } from './run/run-ports.ts';
import { spanOf, workerOf } from './run/span-of.ts';
import { Superseded } from './run/superseded.ts';
import { RunHeld } from './run/take-turn.ts';
import { workOnRun } from './run/work-on-run.ts';

export interface AnswerRequestPorts extends ActionPorts, Omit<RunPorts, 'results'> {
  /** Every worker, and `dispatch`. */
  readonly workers: readonly string[];
  /** Who asks, as far as that can be proven. It never fails a run. */
  readonly proveIdentity: (identity: Identity, run: string) => Promise<Who | undefined>;
}

type Asked = Replay | Discard | Backfill;
type Call = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/** The step request → what an operator asked for, done. Every run but a dry one has a receipt. */
export function createAnswerRequest(ports: AnswerRequestPorts) {
  const { clock, ids, log, workers } = ports;

  const invocationOf = async (run: string, identity: Identity | undefined, call: Call): Promise<Invocation> => {
    const requestId = call.awsRequestId;
    const proven = identity && (await ports.proveIdentity(identity, run));
    return {
      requestId,
      who: proven ?? { unproven: true, requestId },
      remainingMs: () => call.getRemainingTimeInMillis(),
    };
  };

  const goOn = async (receipt: Receipt, invocation: Invocation): Promise<ReplayAnswer> => {
    if (receipt.state === 'finished' || receipt.state === 'aborted') return answerOf(receipt);
    if (receipt.request.kind === 'probe') return answerOf(await endProbeRun(receipt, invocation.who, ports));
    const ended = await actionOf(
      receipt.request,
      ports,
    )((action) => workOnRun(receipt, action, invocation, ports)).catch((error: unknown) => heldBy(error, receipt.run));
    if (ended.state === 'running') return answerOf(ended);
    const { run, state, matched, succeeded, skipped, failed, unknown, pausedMs } = ended;
    const rare = { ...(unknown !== undefined && { unknown }), ...(pausedMs !== undefined && { pausedMs }) };
    const counts = { matched, succeeded, skipped, failed, ...rare };
    log.info('Run ended', { run, kind: ended.request.kind, worker: workerOf(ended.request), state, ...counts });
    return answerOf(ended);
  };

  /** Whoever asks for a run that another call works on, or has taken over, is told how far it is, and may ask again. */
  const heldBy = async (error: unknown, run: string): Promise<Receipt> => {
    if (!(error instanceof RunHeld) && !(error instanceof Superseded)) throw error;
    log.warn('A run is being worked on by another call', { run, error });
    const receipt = await readReceipt(run, ports);
    // That call may not have written its first receipt yet.
    return receipt.state === 'unfinished' ? { ...receipt, state: 'running' } : receipt;
  };

  const foresee = async (request: RunRequest, { awsRequestId, getRemainingTimeInMillis }: Call) => {
    const now = clock.now();
    const span = spanOf({ run: awsRequestId, startedAt: now.toISOString(), request });
    const foreseen = await actionOf(
      request,
      ports,
    )((action) =>
      foreseeRun(action, {
        span,
        limit: 'limit' in request ? request.limit : undefined,
        remainingMs: () => getRemainingTimeInMillis(),
      }),
    );
    const where = 'where' in request ? request.where : undefined;
    // It has no receipt, and how many bodies it holds for tells something of them.
    if (where !== undefined)
      log.info('Bodies were searched', { where: withoutLiterals(where), requestId: awsRequestId });
    return foreseen;
  };

  const ask = async (request: RunRequest, { run: name, identity, dryRun }: Asked, call: Call) => {
    checkWorker(workerOf(request), workers);
    if (dryRun && request.kind === 'replay' && request.via === 'queue') {
      return countWaiting(request, ports.deadLetterQueueOf(request.from), clock.now());
    }
    if (dryRun) return foresee(request, call);
    // An expression that is none is refused before there is a run.
    actionOf(request, ports);
    const run = name ?? ids.unique();
    const invocation = await invocationOf(run, identity, call);
    return goOn(await openRun(run, request, invocation, ports), invocation);
  };

  const abort = async ({ run, reason, identity }: Abort, call: Call): Promise<ReplayAnswer> => {
    const receipt = await readReceipt(run, ports);
    const invocation = await invocationOf(run, identity, call);
    const isWorkedOn = await abortRun(receipt, { reason, who: invocation.who }, ports);
    return isWorkedOn ? answerOf(receipt) : goOn(receipt, invocation);
  };

  return async function answerRequest(event: unknown, call: Call): Promise<ReplayAnswer> {
    const { replay, backfill, discard, resume, abort: abortion } = readRequest('replay', replayRequestSchema, event);
    if (replay) return ask({ kind: 'replay', ...asked(replay) }, replay, call);
    if (discard) return ask({ kind: 'discard', ...asked(discard) }, discard, call);
    if (backfill) return ask({ kind: 'backfill', ...asked(backfill) }, backfill, call);
    if (abortion) return abort(abortion, call);
    if (!resume) throw new Error('This is no request to replay: it asks for nothing');
    const receipt = await readReceipt(resume.run, ports);
    return goOn(receipt, await invocationOf(resume.run, resume.identity, call));
  };
}

/** What the receipt keeps of it. */
function asked<Request extends Asked>(request: Request): Omit<Request, 'run' | 'identity' | 'dryRun'> {
  const { run: _run, identity: _identity, dryRun: _dryRun, ...kept } = request;
  return kept;
}

function answerOf(receipt: Receipt): ReplayAnswer {
  const { run, state, request, matched, succeeded, skipped, failed, skippedBecause, failedBecause } = receipt;
  const { unknown, unknownBecause, notThere, reached } = receipt;
  const before = 'before' in request ? request.before : undefined;
  return {
    run,
    state,
    matched,
    succeeded,
    skipped,
    failed,
    ...(skippedBecause && { skippedBecause }),
    ...(failedBecause && { failedBecause }),
    ...(unknown !== undefined && { unknown }),
    ...(unknownBecause && { unknownBecause }),
    ...(notThere && { notThere }),
    ...(reached !== undefined && { reached }),
    ...(before !== undefined && { before }),
  };
}
