// `npm run audit`: known holes in what is deployed, and in what builds and tests it.
import { spawnSync } from 'node:child_process';
import { judgeAudit } from './judge-audit.ts';

/** The registry answers within a second or two, or it is away. */
const AUDIT_MS_MAX = 60_000;

/** A thousand findings are some megabytes; what does not fit would be cut, and what is cut is no report. */
const REPORT_BYTES_MAX = 256 * 1024 * 1024;

const audits = [
  // It runs in Lambda with the secrets of every sender: there is nothing that may wait.
  { name: 'what is deployed', words: ['--omit=dev'], failsFrom: 'low' },
  // It runs where people build. What is mild there often has no fix for months, and would only teach to ignore this.
  { name: 'what builds and tests it', words: [], failsFrom: 'high' },
] as const;

for (const { name, words, failsFrom } of audits) {
  const { stdout, stderr, error } = spawnSync('npm', ['audit', '--json', ...words], {
    encoding: 'utf8',
    timeout: AUDIT_MS_MAX,
    maxBuffer: REPORT_BYTES_MAX,
    // An inner npm would take the outer one's settings for its own.
    env: { ...process.env, npm_config_loglevel: 'error' },
  });
  const { outcome, lines } = judgeAudit(stdout ?? '', failsFrom, failureOf(error));
  const [reason = ''] = (stderr ?? '').trim().split('\n');
  const said = {
    clean: 'nothing known',
    listed: 'listed, and no reason to stop',
    failed: `fails, from ${failsFrom} on`,
    unreachable: `not audited: the audit service could not be asked${reason && ` (${reason})`}`,
    unreadable: 'not audited, and nobody knows why',
  }[outcome];
  process.stdout.write([`${name}: ${said}`, ...lines.map((line) => `  ${line}`), ''].join('\n'));
  if (outcome === 'failed' || outcome === 'unreadable') process.exitCode = 1;
}

/** Node gives it a code, which its type leaves out. */
function failureOf(error: Error | undefined): string | undefined {
  if (error === undefined) return undefined;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
