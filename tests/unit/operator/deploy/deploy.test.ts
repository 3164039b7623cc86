import { describeRollback } from '../../../../operator/deploy/describe-rollback.ts';
import { deploy, type DeployOptions, type DeployPorts } from '../../../../operator/deploy/deploy.ts';

const ALL = ['findCaller', 'pack', 'examine', 'compare', 'ask', 'update', 'findStatus', 'sendCanary'];

async function attempt(
  overrides: {
    readonly options?: Partial<DeployOptions>;
    readonly ports?: Partial<DeployPorts>;
    readonly stopAfter?: string;
  } = {},
) {
  const called: string[] = [];
  const told: string[] = [];
  const stopping = new AbortController();
  const step =
    <Answer>(name: string, answer: Answer) =>
    async () => {
      called.push(name);
      if (name === overrides.stopAfter) stopping.abort();
      return answer;
    };
  const ports: DeployPorts = {
    findCaller: step('findCaller', { account: '123456789012', arn: 'arn:aws:iam::123456789012:role/deploy' }),
    pack: step('pack', undefined),
    examine: step('examine', 0),
    compare: step('compare', { isFirst: false, text: '[~] AWS::SQS::Queue\n', lost: [] }),
    ask: step('ask', true),
    update: step('update', 0),
    findStatus: step('findStatus', 'UPDATE_COMPLETE'),
    sendCanary: step('sendCanary', 0),
    tell: (text) => void told.push(text),
    interrupted: stopping.signal,
    ...overrides.ports,
  };
  const options = { stage: 'prod', isDryRun: false, isConfirmed: false, hasCanary: true, ...overrides.options };
  return { deployed: await deploy(options, ports), called, told: told.join('') };
}

test('a stage is packaged, examined, compared, asked about, updated and tried, in this order', async () => {
  const { deployed, called, told } = await attempt();
  expect(called).toEqual(ALL);
  expect(deployed).toEqual({ exitCode: 0, outcome: 'deployed', account: '123456789012', status: 'UPDATE_COMPLETE' });
  expect(told).toMatch(/Account 123456789012, as arn:[^]+\[~\] AWS::SQS::Queue[^]+Stage prod is deployed/);
});

test.each(['local', 'LOCAL'])('stage %s is never deployed', async (stage) => {
  const { deployed, called, told } = await attempt({ options: { stage } });
  expect([deployed.exitCode, called]).toEqual([2, []]);
  expect(told).toContain('npm start');
});

test('without credentials nothing is begun', async () => {
  await expect(
    attempt({ ports: { findCaller: () => Promise.reject(new Error('nobody is signed in')) } }),
  ).rejects.toThrow('nobody is signed in');
});

const with1 = async () => 1;

test.each<[string, Parameters<typeof attempt>[0], number, string, string, RegExp]>([
  ['the doctor finds something', { ports: { examine: with1 } }, 1, 'refused', 'pack', /doctor found/],
  ['the doctor cannot look', { ports: { examine: async () => 2 } }, 2, 'refused', 'pack', /doctor could not look/],
  ['it is a dry run', { options: { isDryRun: true } }, 0, 'dry-run', 'compare', /dry run/],
  ['whoever is asked says no', { ports: { ask: async () => false } }, 1, 'refused', 'compare', /Nothing was deployed/],
  ['nobody can be asked', { ports: { ask: undefined } }, 2, 'refused', 'compare', /say --yes/],
])('nothing is changed where %s', async (_, given, code, outcome, last, sentence) => {
  const { deployed, called, told } = await attempt(given);
  expect(deployed).toMatchObject({ exitCode: code, outcome });
  expect(called.at(-1)).toBe(last);
  expect(told).toMatch(sentence);
});

test('--yes asks nobody, and --no-canary sends none', async () => {
  const { called } = await attempt({ options: { isConfirmed: true, hasCanary: false } });
  expect(called).toEqual(ALL.filter((name) => name !== 'ask' && name !== 'sendCanary'));
});

test('a first deploy says so, and one that would lose something names it', async () => {
  const anew = await attempt({ ports: { compare: first } });
  expect(anew.told).toContain('There is no stage prod in this account and Region yet');
  const lost = await attempt({
    ports: { compare: async () => ({ isFirst: false, text: 'x\n', lost: ['MailQueue'] }) },
  });
  expect(lost.told).toContain('Removed, or perhaps made anew: MailQueue.');
  const same = await attempt({ ports: { compare: async () => ({ isFirst: false, text: '', lost: [] }) } });
  expect(same.told).toContain('The template is as it is deployed');
});

test('a failed update says what became of the stack, and no canary is sent', async () => {
  const { deployed, called, told } = await attempt({
    ports: { update: with1, findStatus: async () => 'UPDATE_ROLLBACK_COMPLETE' },
  });
  expect(deployed).toMatchObject({ exitCode: 1, outcome: 'not-updated', status: 'UPDATE_ROLLBACK_COMPLETE' });
  expect(called).not.toContain('sendCanary');
  expect(told).toContain('put back what was deployed before');
});

const mayNotLook = () => Promise.reject(new Error('AccessDenied'));

test('a state that nobody may read hides neither a success nor a failure', async () => {
  const done = await attempt({ ports: { findStatus: mayNotLook } });
  expect(done.deployed).toMatchObject({ exitCode: 0, outcome: 'deployed', status: 'unknown' });
  expect(done.told).toContain('could not be read: AccessDenied');
  const failed = await attempt({ ports: { findStatus: mayNotLook, update: with1 } });
  expect(failed.deployed).toMatchObject({ exitCode: 1, outcome: 'not-updated' });
});

test('a canary that does not come through fails the deploy, which stays, and says how to go back', async () => {
  const { deployed, told } = await attempt({ ports: { sendCanary: with1 } });
  expect(deployed).toMatchObject({ exitCode: 1, outcome: 'canary-stopped', status: 'UPDATE_COMPLETE' });
  expect(told).toContain('npm run deploy -- --stage prod');
});

const first = async () => ({ isFirst: true, text: '', lost: [] });
const rolledBack = async () => 'UPDATE_ROLLBACK_COMPLETE';

test('where the first deploy of all fails there is nothing that one is told to go back to', async () => {
  const stopped = await attempt({ ports: { compare: first, sendCanary: with1 } });
  expect(stopped.told).toContain('Nothing was deployed before');
  const failed = await attempt({ ports: { compare: first, update: with1, findStatus: rolledBack } });
  expect(failed.told).toContain('taken back all but');
});

test.each([
  ['findCaller', ['findCaller', 'pack']],
  ['pack', ['findCaller', 'pack']],
  ['compare', ['findCaller', 'pack', 'examine', 'compare']],
])('Ctrl-C after %s begins no update', async (stopAfter, expected) => {
  const { deployed, called } = await attempt({ stopAfter });
  expect([deployed.exitCode, deployed.outcome, called]).toEqual([130, 'interrupted', expected]);
});

test('Ctrl-C during the update tells what state the stack is in, and that CloudFormation goes on', async () => {
  const { deployed, told, called } = await attempt({
    stopAfter: 'update',
    ports: { findStatus: async () => 'UPDATE_IN_PROGRESS' },
  });
  expect(deployed).toMatchObject({ exitCode: 130, outcome: 'interrupted', status: 'UPDATE_IN_PROGRESS' });
  expect(told).toContain('the stack of stage prod is UPDATE_IN_PROGRESS');
  expect(called).not.toContain('sendCanary');
});

test.each(['ROLLBACK_COMPLETE', 'UPDATE_ROLLBACK_FAILED', 'UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE'])(
  'of a stack that is %s it is said in a sentence what to do',
  (status) => {
    for (const isFirst of [true, false]) expect(describeRollback('prod', status, isFirst)).toMatch(/^[A-Z].{20,}\.\n$/);
  },
);
