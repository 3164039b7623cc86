import { changeWorker, type Change } from '../../../../../operator/commands/workers/change-worker.ts';
import type { MappingState } from '../../../../../operator/pipeline/pipeline.ts';
import type { Terminal } from '../../../../../operator/terminal/terminal.ts';
import { showWorkers } from '../../../../../operator/commands/workers/show-workers.ts';
import { givenAbout, givenSession } from '../../../../support/given-session.ts';

function given(stage: string, terminal: Partial<Terminal> = {}) {
  const states = new Map<string, MappingState['state']>([['forward', 'enabled']]);
  const fake = givenSession(
    {
      stage,
      mappings: {
        of: async (name) => [{ function: name, queue: name, id: name, state: states.get(name) ?? 'enabled' }],
        setEnabled: async (id, isEnabled) => void states.set(id, isEnabled ? 'enabled' : 'disabled'),
      },
    },
    terminal,
  );
  const change = (changed: Change, worker = 'forward') =>
    changeWorker({ worker, change: changed, isConfirmed: false, asJson: false }, fake.session);
  return { ...fake, states, change };
}

test('on this machine a worker is paused without a question, and resumed', async () => {
  const { change, states, questions, written } = given('local');
  expect(await change('pause')).toBe(0);
  expect(states.get('forward')).toBe('disabled');
  expect(written()).toBe(
    'forward is paused. Its queue keeps what comes for 14 days; to go on: npm run hooks -- workers resume forward\n',
  );
  expect(await change('resume')).toBe(0);
  expect([states.get('forward'), questions]).toEqual(['enabled', []]);
});

test('of a deployed stage it is asked first, and no is an answer', async () => {
  const yes = given('prod');
  expect(await yes.change('pause')).toBe(0);
  expect(yes.questions).toEqual(['Pause forward of stage prod? Its queue keeps what comes for 14 days.']);
  expect(yes.written()).toContain('npm run hooks -- workers resume forward --stage prod\n');
  const no = given('prod', { ask: async () => false });
  expect([await no.change('pause'), no.states.get('forward')]).toEqual([1, 'enabled']);
});

test('where nobody can be asked, a deployed stage needs --yes', async () => {
  const { change, states } = given('prod', { ask: undefined });
  await expect(change('pause')).rejects.toMatchObject({ exitCode: 2 });
  expect(states.get('forward')).toBe('enabled');
});

test('a mistyped worker gets the one that may be meant', async () => {
  await expect(given('local').change('pause', 'foward')).rejects.toThrow('Did you mean forward?');
});

test('the keeper is among those that can be paused', async () => {
  await expect(given('local').change('pause', 'nobody')).rejects.toThrow(
    'There is no worker nobody: there are dispatch, archive, forward, keeper.',
  );
  await expect(given('local').change('pause', 'keper')).rejects.toThrow('Did you mean keeper?');
});

test.each([
  [80, 'goes on below it in its column'],
  [Infinity, 'is one line in a pipe'],
])('at %d columns who is hurt is never cut: it %s', async (columns) => {
  const impact =
    'Events are not posted to the destinations that want them; other systems do not hear of what happened.';
  const forward = { name: 'forward', function: 'forward', queue: 'forward', deadLetterQueue: 'f', impact };
  const { session, written } = givenSession(
    {
      about: givenAbout({ workers: [forward] }),
      queues: { depthOf: async () => ({ waiting: 1, inFlight: 0, delayed: 0 }) },
      mappings: { of: async () => [], setEnabled: async () => undefined },
    },
    { columns },
  );
  await showWorkers({ asJson: false }, session);
  const lines = written().trimEnd().split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  const at = lines[0]!.indexOf('who is hurt');
  const said = lines.slice(1).map((line) => line.slice(at));
  expect(said.join(' ')).toContain(impact);
  expect(lines).toHaveLength(columns === 80 ? 6 : 3);
});
