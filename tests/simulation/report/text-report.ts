import { styleText } from 'node:util';
import { describeBreach, describeShrunk } from './describe-breach.ts';
import { describeTally } from './describe-tally.ts';
import { createProgress } from './progress.ts';
import type { Report, ReportPorts } from './report.ts';
import { NOTHING_YET } from './tally.ts';

export interface TextReportPorts extends ReportPorts {
  /** Where progress is shown, if it is a terminal. */
  readonly progressTo: { readonly isTTY?: boolean; write(text: string): unknown };
  /** What `write` writes to, which decides about colour. */
  readonly stream: NodeJS.WritableStream;
}

/** For people: each breach as soon as it is known, and a table at the end. */
export function createTextReport({ write, stream, progressTo, commit, count, nowMs }: TextReportPorts): Report {
  const startedAtMs = nowMs();
  const progress = createProgress(progressTo, { count, nowMs });
  const say = (text: string) => {
    progress.clear();
    write(text);
  };
  let last = NOTHING_YET;
  return {
    onVerdict(tally) {
      last = tally;
      progress.show(tally);
    },
    onBreach: (verdict) => say(styleText('red', describeBreach(verdict, commit), { stream })),
    onShrunk: (shrunk) => say(`${describeShrunk(shrunk)}\n`),
    end(isInterrupted) {
      if (isInterrupted) say(`Interrupted after ${last.runs} of ${count} seeds.\n`);
      say(describeTally(last, (nowMs() - startedAtMs) / 1000));
    },
  };
}
