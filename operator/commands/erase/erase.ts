import * as v from 'valibot';
import { eraseRequestSchema, type EraseAnswer } from '#shared/messages/erase-request.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import { checkReason } from '../../options/check-reason.ts';
import { checkSpan } from '../../options/check-span.ts';
import { counted } from '../../terminal/whole.ts';
import { boundBy, eraseEvents, foreseeErasure, type EraseAsked } from '../../verbs/erase-events.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import { describeErased, describeForeseen, describeSoFar, isNothing, isTroubled } from './describe-erasure.ts';

export interface EraseOptions {
  readonly source: string[];
  readonly ids?: string[] | undefined;
  readonly type?: string[] | undefined;
  readonly where?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly all?: true | undefined;
  readonly reason?: string | undefined;
  /** Of an erasure that ended early: its name. */
  readonly resume?: string | undefined;
  readonly isDryRun: boolean;
  readonly isConfirmed: boolean;
  readonly asJson: boolean;
}

/** Counts what would be erased, asks, and erases it. */
export async function erase(options: EraseOptions, session: Session): Promise<ExitCode> {
  const { isDryRun, asJson, resume } = options;
  const { terminal, pipeline, clock } = session;
  const asked = askedOf(options);
  const startedAt = clock.now();
  const ports = {
    pipeline,
    signal: terminal.interrupted,
    onProgress: (soFar: EraseAnswer) => terminal.progress.show(describeSoFar(soFar, startedAt, clock.now())),
  };
  // What it was to erase, and until when, its receipt has.
  if (resume !== undefined) return carryOut(asked, resume, ports, options, session);
  const foreseen = await foreseeErasure(asked, ports).finally(() => terminal.progress.end());
  if (foreseen === 'left') return exitCode.interrupted;
  if (isDryRun || isNothing(foreseen)) {
    if (asJson) writeJson('dry-run', foreseen, terminal);
    else terminal.write(describeForeseen(foreseen, options.source));
    return isTroubled(foreseen) ? exitCode.failed : exitCode.done;
  }
  if (!(await isAgreed(foreseen, options, session))) {
    return terminal.interrupted.aborted ? exitCode.interrupted : exitCode.failed;
  }
  return carryOut({ ...asked, between: boundBy(asked, foreseen) }, session.ids.unique(), ports, options, session);
}

async function carryOut(
  asked: EraseAsked,
  erasure: string,
  ports: Parameters<typeof eraseEvents>[2],
  { asJson, source }: Pick<EraseOptions, 'asJson' | 'source'>,
  { terminal, pipeline }: Session,
): Promise<ExitCode> {
  const goOn = `Erasure ${erasure} may be half done: repeat the command with --resume ${erasure}${
    asked.between?.until === undefined ? '' : ` --until ${asked.between.until}`
  } to go on with it.\n`;
  const end = await eraseEvents(asked, erasure, ports)
    .catch((error: unknown) => {
      terminal.progress.end();
      terminal.tell(goOn);
      throw error;
    })
    .finally(() => terminal.progress.end());
  if (end === 'left' || end.state !== 'finished') {
    terminal.tell(goOn);
    return exitCode.interrupted;
  }
  if (asJson) writeJson('erasure', end, terminal);
  else terminal.write(describeErased(end, source, pipeline.stage));
  return isTroubled(end) ? exitCode.failed : exitCode.done;
}

function askedOf(options: EraseOptions): EraseAsked {
  const { source, ids, type, where, since, until, all, reason, isDryRun } = options;
  checkSpan({ since, until });
  if (!isDryRun && reason === undefined) {
    throw wrong('Say why with --reason: it is kept in the receipt. Only --dry-run needs none.');
  }
  if (!isDryRun && reason !== undefined) checkReason(reason);
  const between = { ...(since !== undefined && { from: since }), ...(until !== undefined && { until }) };
  const asked = {
    sources: source,
    ...(ids && { ids }),
    ...(type && { types: type }),
    ...(where !== undefined && { where }),
    ...(Object.keys(between).length > 0 && { between }),
    ...(all && { all }),
    ...(reason !== undefined && { reason }),
  };
  const checked = v.safeParse(eraseRequestSchema, { erase: { ...asked, dryRun: true } });
  if (checked.success) return asked;
  const [{ message }] = checked.issues;
  throw wrong(
    message.startsWith('says either all')
      ? 'Say which: --all means everything of these sources; else at least one of --where, --ids, --type, --since and --until.'
      : `This cannot be asked: ${checked.issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`).join('; ')}.`,
  );
}

async function isAgreed(
  foreseen: EraseAnswer,
  { isConfirmed, source }: EraseOptions,
  session: Session,
): Promise<boolean> {
  const { ask, tell } = session.terminal;
  // A single event is asked about, too: nobody brings it back.
  if (isConfirmed) return true;
  const what = counted(foreseen.events, 'event');
  if (!ask) throw wrong(`This would erase ${what} for good: say --yes, as nobody can be asked here.`);
  tell(describeForeseen(foreseen, source));
  if (await ask(`Erase ${what}? Nobody can bring them back.`)) return true;
  tell('Nothing was erased.\n');
  return false;
}

const wrong = (sentence: string) => new CommandError(exitCode.wrongUsage, sentence);
