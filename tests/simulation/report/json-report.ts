import { writeScenario } from '../kept-scenarios.ts';
import { replayLine } from '../replay-line.ts';
import type { Verdict } from '../verdict.ts';
import type { Report, ReportPorts } from './report.ts';
import { NOTHING_YET } from './tally.ts';

/** For programs: one JSON object at the end. */
export function createJsonReport({ write, commit, count, nowMs }: ReportPorts): Report {
  const startedAtMs = nowMs();
  const verdicts: Verdict[] = [];
  const shrunken: Verdict[] = [];
  let last = NOTHING_YET;
  return {
    onVerdict(tally, verdict) {
      last = tally;
      verdicts.push(verdict);
    },
    onBreach: () => undefined,
    onShrunk: ({ verdict }) => void shrunken.push(verdict),
    end(isInterrupted) {
      const told = {
        commit,
        isInterrupted,
        asked: count,
        realSeconds: (nowMs() - startedAtMs) / 1000,
        tally: last,
        verdicts: verdicts.map(written),
        shrunken: shrunken.map((verdict) => ({ ...written(verdict), replay: replayLine(verdict.scenario) })),
      };
      write(`${JSON.stringify(told)}\n`);
    },
  };
}

const written = (verdict: Verdict) => ({ ...verdict, scenario: writeScenario(verdict.scenario) });
