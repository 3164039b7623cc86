// What `npm audit --json` said, and whether a change may pass with it.
import * as v from 'valibot';

const severities = ['info', 'low', 'moderate', 'high', 'critical'] as const;

const reportSchema = v.object({
  auditReportVersion: v.number(),
  vulnerabilities: v.record(
    v.string(),
    v.object({
      severity: v.picklist(severities),
      range: v.string(),
      via: v.array(v.union([v.string(), v.object({ title: v.string(), url: v.string() })])),
    }),
  ),
});

export interface Verdict {
  /** `unreachable`: nobody could be asked, which is no fault of the change. */
  readonly outcome: 'clean' | 'listed' | 'failed' | 'unreachable';
  readonly lines: readonly string[];
}

/** @param failsFrom the least severity that no change passes with; milder ones are listed */
export function judgeAudit(stdout: string, failsFrom: (typeof severities)[number]): Verdict {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), reportSchema), stdout);
  // A registry without the service answers with an error of its own, and npm prints that.
  if (!parsed.success) return { outcome: 'unreachable', lines: [] };
  const found = Object.entries(parsed.output.vulnerabilities);
  const lines = found.map(([name, { severity, range, via }]) => {
    const titles = via.map((one) => (typeof one === 'string' ? `through ${one}` : `${one.title} (${one.url})`));
    return `${severity}: ${name} ${range}: ${titles.join('; ')}`;
  });
  const isFailed = found.some(([, { severity }]) => severities.indexOf(severity) >= severities.indexOf(failsFrom));
  return { outcome: isFailed ? 'failed' : found.length > 0 ? 'listed' : 'clean', lines };
}
