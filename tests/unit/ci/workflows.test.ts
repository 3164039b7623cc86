import { readFileSync } from 'node:fs';
import { judgeAudit } from '../../../.ci/judge-audit.ts';

const read = (name: string) => readFileSync(`.github/workflows/${name}.yml`, 'utf8');

test.each(['check', 'deploy'])('%s uses only actions of a fixed commit, and keeps no credentials', (name) => {
  const used = [...read(name).matchAll(/uses: (\S+)/g)].map(([, action]) => action);
  expect(used.length).toBeGreaterThan(1);
  for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  expect(read(name)).toContain('persist-credentials: false');
  expect(read(name)).not.toMatch(/AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY)|secrets\./);
});

test('a deploy takes on a role, waits for its environment, is alone, and sends its canary', () => {
  const text = read('deploy');
  for (const promise of ['id-token: write', 'environment: ${{ inputs.stage }}', 'group: deploy-', 'role-to-assume:'])
    expect(text).toContain(promise);
  expect(text).not.toContain('--no-canary');
});

const report = (severity: string) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: {
      leaky: { severity, range: '<2', via: [{ title: 'It leaks', url: 'https://advisories.example/1' }] },
    },
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
  expect(judgeAudit('', 'low').outcome).toBe('unreachable');
});
