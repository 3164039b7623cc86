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

/** What npm prints where the registry answered something else, or nobody did. */
const troubleSchema = v.looseObject({
  message: v.optional(v.string(), ''),
  statusCode: v.optional(v.number()),
  error: v.optional(v.looseObject({ code: v.optional(v.string(), ''), summary: v.optional(v.string(), '') }), {}),
});

/** As the network, and npm for a registry without the service, call it. */
const AWAY = /\b(?:E(?:NOTFOUND|CONN\w+|TIMEDOUT|AI_AGAIN|NOAUDIT|[45]\d\d)|ERR_SOCKET_TIMEOUT)\b/;

export interface Verdict {
  /**
   * `unreachable`: nobody could be asked, which is no fault of the change. `unreadable`: something was said that is no
   * answer, and it may have been the worst.
   */
  readonly outcome: 'clean' | 'listed' | 'failed' | 'unreachable' | 'unreadable';
  readonly lines: readonly string[];
}

/**
 * @param failsFrom the least severity that no change passes with; milder ones are listed
 * @param failure why npm could not be run to its end: `ETIMEDOUT`, `ENOBUFS`
 */
export function judgeAudit(stdout: string, failsFrom: (typeof severities)[number], failure?: string): Verdict {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), reportSchema), stdout);
  if (failure !== undefined || !parsed.success) return judgeTrouble(stdout, failure);
  const found = Object.entries(parsed.output.vulnerabilities);
  const lines = found.map(([name, { severity, range, via }]) => {
    const titles = via.map((one) => (typeof one === 'string' ? `through ${one}` : `${one.title} (${one.url})`));
    return `${severity}: ${name} ${range}: ${titles.join('; ')}`;
  });
  const isFailed = found.some(([, { severity }]) => severities.indexOf(severity) >= severities.indexOf(failsFrom));
  return { outcome: isFailed ? 'failed' : found.length > 0 ? 'listed' : 'clean', lines };
}

const unreadable = (why: string): Verdict => ({ outcome: 'unreadable', lines: [why] });

/** Only what is known to be somebody's absence may pass. */
function judgeTrouble(stdout: string, failure: string | undefined): Verdict {
  if (failure !== undefined) {
    return failure === 'ETIMEDOUT' ? { outcome: 'unreachable', lines: [] } : unreadable(`npm was not done: ${failure}`);
  }
  const trouble = v.safeParse(v.pipe(v.string(), v.parseJson(), troubleSchema), stdout);
  if (!trouble.success) return unreadable(`npm printed ${stdout.length} characters that are no report`);
  const { message, statusCode, error } = trouble.output;
  const isAway = (statusCode !== undefined && statusCode >= 400) || AWAY.test(error.code) || AWAY.test(message);
  return isAway
    ? { outcome: 'unreachable', lines: [] }
    : unreadable(
        `npm said ${[error.code, error.summary || message].filter(Boolean).join(': ') || 'nothing that is known'}`,
      );
}
