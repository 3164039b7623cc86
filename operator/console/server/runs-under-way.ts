import type { Receipt } from '#shared/messages/receipt.ts';
import type { Clock } from '#shared/ports.ts';
import { carryOutRun, resumeRun, type CarryOutPorts, type RunEnd } from '../../verbs/carry-out-run.ts';
import type { RunAsked } from '../../verbs/run-asked.ts';
import type { Progress } from '../protocol/progress.ts';
import type { Stage } from './stage.ts';

export interface RunsPorts {
  readonly stage: Stage;
  readonly clock: Clock;
  /** When the server ends: what is under way stays as it is, and can be resumed. */
  readonly signal: AbortSignal;
  /** A run has come to its end here: what was known of dead letters is so no longer. */
  readonly onChange: () => void;
}

/** The runs that were begun or resumed here: they go on whether or not a page still looks at them. */
export interface Runs {
  begin(run: string, asked: RunAsked): void;
  resume(run: string): void;
  /** Undefined where this server has neither begun nor resumed such a run. */
  progressOf(run: string): Progress | undefined;
  /** Their names, of those that are still at work. */
  underWay(): readonly string[];
}

/** An operator may leave the console open for weeks. */
const REMEMBERED_MAX = 200;

export function createRunsUnderWay({ stage, clock, signal, onChange }: RunsPorts): Runs {
  const known = new Map<string, Progress>();

  const follow = async (run: string, carryOut: (ports: CarryOutPorts) => Promise<RunEnd>): Promise<void> => {
    const note = (progress: Partial<Progress>) =>
      known.set(run, { run, state: 'running', ...known.get(run), ...progress });
    const onProgress = (seen: Receipt | Error) => {
      if (!(seen instanceof Error)) note({ receipt: seen });
    };
    try {
      const end = await stage.with((pipeline) => carryOut({ pipeline, clock, signal, onProgress }));
      onChange();
      if (end === 'left') note({ state: 'elsewhere' });
      else note({ state: 'ended', answer: end });
    } catch (error) {
      onChange();
      note({ state: 'failed', error: error instanceof Error ? error.message : String(error) });
    }
  };

  const start = (run: string, carryOut: (ports: CarryOutPorts) => Promise<RunEnd>) => {
    if (known.get(run)?.state === 'running') return;
    known.delete(run);
    known.set(run, { run, state: 'running' });
    for (const [old, { state }] of known) if (known.size > REMEMBERED_MAX && state !== 'running') known.delete(old);
    void follow(run, carryOut);
  };

  return {
    begin: (run, asked) => start(run, (ports) => carryOutRun(asked, run, ports)),
    resume: (run) => start(run, (ports) => resumeRun(run, ports)),
    progressOf: (run) => known.get(run),
    underWay: () => [...known.values()].filter(({ state }) => state === 'running').map(({ run }) => run),
  };
}
