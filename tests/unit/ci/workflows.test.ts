import { readFileSync, readdirSync } from 'node:fs';
import { load } from 'js-yaml';
import * as v from 'valibot';
import { judgeAudit } from '../../../.ci/judge-audit.ts';

const step = v.strictObject({
  name: v.optional(v.string()),
  uses: v.optional(v.string()),
  run: v.optional(v.string()),
  if: v.optional(v.string()),
  with: v.optional(v.record(v.string(), v.unknown())),
  env: v.optional(v.record(v.string(), v.unknown())),
  shell: v.optional(v.string()),
});
const job = v.strictObject({
  'runs-on': v.string(),
  'timeout-minutes': v.number(),
  environment: v.optional(v.string()),
  steps: v.array(step),
});
/** Strict: what is not here, such as rights or secrets of a single job, has to be looked at before it is allowed. */
const workflow = v.strictObject({
  name: v.string(),
  on: v.record(v.string(), v.unknown()),
  permissions: v.record(v.string(), v.string()),
  concurrency: v.looseObject({ group: v.string() }),
  jobs: v.record(v.string(), job),
});

const names = readdirSync('.github/workflows');
const text = (name: string) => readFileSync(`.github/workflows/${name}`, 'utf8');
const read = (name: string) => v.parse(workflow, load(text(name)));
const stepsOf = (name: string) => Object.values(read(name).jobs).flatMap(({ steps }) => steps);

test.each(names)('%s uses only actions of a fixed commit, and keeps no credentials', (name) => {
  const used = stepsOf(name).flatMap(({ uses, with: given }) => (uses === undefined ? [] : [{ uses, given }]));
  expect(used.length).toBeGreaterThan(1);
  for (const { uses } of used) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  const checkouts = used.filter(({ uses }) => uses.startsWith('actions/checkout@'));
  expect(checkouts).toHaveLength(Object.keys(read(name).jobs).length);
  for (const { given } of checkouts) expect(given).toMatchObject({ 'persist-credentials': false });
});

test.each(names)('%s knows no secret, and puts nothing that others write into a shell', (name) => {
  expect(text(name)).not.toMatch(/AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)|\bsecrets\b/);
  for (const { run = '' } of stepsOf(name)) expect(run).not.toContain('${{');
});

test.each(names)('%s may read the repository; to be somebody on AWS only a deploy may', (name) => {
  const more = name === 'deploy.yml' ? { 'id-token': 'write' } : {};
  expect(read(name).permissions).toEqual({ contents: 'read', ...more });
});

test('what strangers propose is checked without any right of ours', () => {
  expect(Object.keys(read('check.yml').on)).toEqual(['pull_request', 'push']);
  for (const name of names) expect(Object.keys(read(name).on)).not.toContain('pull_request_target');
  const runs = stepsOf('check.yml').map(({ run = '' }) => run);
  for (const check of ['types', 'lint', 'audit', 'check:template']) expect(runs).toContain(`npm run ${check}`);
  expect(runs).toContain('npm test');
  expect(runs.find((run) => run.startsWith('pip install'))).toMatch(/^pip install cfn-lint==\d+\.\d+\.\d+$/);
});

test('a deploy begins by hand, takes on a role, waits for its environment, is alone, and sends its canary', () => {
  const { on, concurrency, jobs } = read('deploy.yml');
  expect(Object.keys(on)).toEqual(['workflow_dispatch']);
  expect(concurrency).toEqual({ group: 'deploy-${{ inputs.stage }}', 'cancel-in-progress': false });
  expect(jobs['deploy']?.environment).toBe('${{ inputs.stage }}');
  const steps = stepsOf('deploy.yml');
  const given = steps.find(({ uses = '' }) => uses.startsWith('aws-actions/configure-aws-credentials@'))?.with;
  expect(given).toMatchObject({ 'role-to-assume': '${{ vars.DEPLOY_ROLE_ARN }}' });
  expect(steps.at(-1)?.run).toBe('npm run deploy -- --stage "$STAGE" --yes');
});

test('where a role can be had, no install script of any package runs', () => {
  for (const name of names.filter((one) => read(one).permissions['id-token'] === 'write')) {
    const installs = stepsOf(name).filter(({ run = '' }) => /\bnpm (?:ci|i|install)\b/.test(run));
    expect(installs.map(({ run }) => run)).toEqual(['npm ci --ignore-scripts']);
  }
});

const report = (severity: string) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: {
      leaky: { severity, range: '<2', via: [{ title: 'It leaks', url: 'https://advisories.example/1' }] },
    },
  });

const refusedConnection = JSON.stringify({
  message: 'request to https://registry.example/-/npm/v1/security/advisories/bulk failed, reason: connect ECONNREFUSED',
  error: { summary: '', detail: '' },
});

test('an audit fails for a finding and not for a service that is away', () => {
  expect(judgeAudit(report('low'), 'low')).toMatchObject({
    outcome: 'failed',
    lines: [expect.stringContaining('leaky')],
  });
  expect(judgeAudit(report('moderate'), 'high').outcome).toBe('listed');
  expect(judgeAudit(report('critical'), 'high').outcome).toBe('failed');
  expect(judgeAudit('{"auditReportVersion":2,"vulnerabilities":{}}', 'low').outcome).toBe('clean');
  expect(judgeAudit('{"statusCode":405,"error":{}}', 'low').outcome).toBe('unreachable');
  expect(judgeAudit(refusedConnection, 'low').outcome).toBe('unreachable');
  expect(judgeAudit('', 'low', 'ETIMEDOUT').outcome).toBe('unreachable');
});

test.each<[string, string, string | undefined]>([
  ['a report that is cut, because it was too long', report('critical').slice(0, -20), 'ENOBUFS'],
  ['a report that is cut', report('critical').slice(0, -20), undefined],
  ['nothing at all, without a time-out', '', undefined],
  ['npm that is not there', '', 'ENOENT'],
  ['no lock file', '{"error":{"code":"ENOLOCK","summary":"This command requires an existing lockfile."}}', undefined],
  ['a report that nobody here can read', '{"auditReportVersion":3,"findings":[]}', undefined],
])('an audit fails for %s', (_, stdout, failure) => {
  const { outcome, lines } = judgeAudit(stdout, 'low', failure);
  expect(outcome).toBe('unreadable');
  expect(lines.join('')).not.toBe('');
});
