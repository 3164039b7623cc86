import { exitCode, type ExitCode } from '../../exit-code.ts';
import { readStatus, type Status } from '../../verbs/read-status.ts';
import { countQuarantined, quarantinedLine, type Quarantined } from '../quarantined-line.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import { describeStatus } from './describe-status.ts';

export interface StatusOptions {
  readonly isWatched: boolean;
  readonly asJson: boolean;
}

/** The metrics behind it are gathered by ten seconds and more; depths change faster. */
const EVERY_MS = { local: 2000, deployed: 5000 };
/** To the first line, and nothing below the last. */
const HOME = '\u001B[H';
const CLEAR_BELOW = '\u001B[J';
const CLEAR_LINE_END = '\u001B[K';
const CLEAR_ALL = '\u001B[2J';

/** How the pipeline stands, once or until Ctrl-C. */
export async function showStatus({ isWatched, asJson }: StatusOptions, session: Session): Promise<ExitCode> {
  const { pipeline, terminal, clock } = session;
  const { interrupted } = terminal;
  const isRedrawn = isWatched && terminal.isScreen && !asJson;
  if (isRedrawn) terminal.write(CLEAR_ALL);
  for (;;) {
    // oxlint-disable no-await-in-loop -- one look after the other
    const [status, quarantined] = await Promise.all([
      readStatus({ now: clock.now() }, pipeline, interrupted).catch(unlessInterrupted(interrupted)),
      asJson ? { count: 0 } : countQuarantined(undefined, session).catch(noneIfInterrupted(interrupted)),
    ]);
    if (status) show(status, session, { asJson, isRedrawn, quarantined });
    if (!isWatched) return status ? exitCode.done : exitCode.interrupted;
    const waitMs = pipeline.stage === 'local' ? EVERY_MS.local : EVERY_MS.deployed;
    await clock.sleep(waitMs, interrupted).catch(unlessInterrupted(interrupted));
    // oxlint-enable no-await-in-loop
    if (interrupted.aborted) return exitCode.interrupted;
  }
}

function show(
  status: Status,
  { pipeline, terminal }: Session,
  how: { readonly asJson: boolean; readonly isRedrawn: boolean; readonly quarantined: Quarantined },
): void {
  const at = status.at.toISOString();
  if (how.asJson) {
    const { stage, rateMinutes } = status;
    // The line's own kind is that of all steps; what sort of step it is tells its name.
    for (const { kind: _, ...step } of status.steps) writeJson('step', { stage, at, rateMinutes, ...step }, terminal);
    for (const gap of status.gaps) writeJson('gap', { stage, at, gap }, terminal);
    return;
  }
  const text = `${describeStatus(status, terminal)}${quarantinedLine(how.quarantined, undefined, pipeline.stage)}`;
  // Line by line over what stands there: a screen that is cleared first flickers.
  terminal.write(how.isRedrawn ? HOME + text.replaceAll('\n', `${CLEAR_LINE_END}\n`) + CLEAR_BELOW : text);
}

const noneIfInterrupted = (signal: AbortSignal) => (error: unknown) => {
  unlessInterrupted(signal)(error);
  return { count: 0 };
};

const unlessInterrupted = (signal: AbortSignal) => (error: unknown) => {
  if (!signal.aborted) throw error;
};
