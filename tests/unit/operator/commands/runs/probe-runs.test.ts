// The probe begins its own runs, and goes on by itself as another run: nobody is told to go on with one, unless it died.
import { carryOn } from '../../../../../operator/commands/runs/carry-out.ts';
import { describeRunEnd } from '../../../../../operator/commands/runs/describe-run-end.ts';
import { leaveRun } from '../../../../../operator/commands/runs/leave-run.ts';
import { listAllRuns } from '../../../../../operator/commands/runs/list-all-runs.ts';
import { showOneRun } from '../../../../../operator/commands/runs/show-one-run.ts';
import { givenAnswer, givenReceipt, givenSession } from '../../../../support/given-session.ts';

const RUN = 'run-00000001';
const request = { kind: 'probe', from: 'forward', destination: 'crm' } as const;
const GOES_ON = 'The probe goes on by itself, as another run.';
const probeRun = (overrides: Parameters<typeof givenReceipt>[0] = {}) => givenReceipt({ request, ...overrides });

const inspectUnfinished = async () => ({ run: probeRun({ state: 'unfinished' }) });

const shown = async (overrides: Parameters<typeof givenReceipt>[0]) => {
  const { session, written } = givenSession({ inspect: async () => ({ run: probeRun(overrides) }) });
  await showOneRun({ run: RUN, withOutcomes: false, asJson: false }, session);
  return written();
};

test('one that is unfinished says who goes on, and offers no resume; of one that was aborted its reason says so', async () => {
  const text = await shown({ state: 'unfinished' });
  expect(text).toContain(GOES_ON);
  expect(`${text}${await shown({ state: 'aborted' })}`).not.toContain('runs resume');
});

test('one that died is ended by a resume, and one that finished needs none', async () => {
  const died = await shown({ state: 'running' });
  expect(died).toContain('To end its receipt:\n  npm run hooks -- runs resume run-00000001\n');
  expect(died).not.toContain('To go on');
  expect(await shown({ state: 'finished' })).not.toMatch(/probe goes on|runs resume/);
});

test('in the list only the one that died has a line, which promises no more than its end', async () => {
  const runs = [probeRun({ state: 'unfinished' }), probeRun({ run: 'run-00000002', state: 'running' })];
  const { session, written } = givenSession({ inspect: async () => ({ runs }) });
  await listAllRuns({ limit: 20, asJson: false }, session);
  expect(written().match(/.*runs resume.*/g)).toEqual([
    'run-00000002 may have died. To end its receipt: npm run hooks -- runs resume run-00000002',
  ]);
});

test('whoever resumes an unfinished one is told so, and nothing is asked of the function', async () => {
  const { session, written } = givenSession({ inspect: inspectUnfinished });
  expect(await carryOn(RUN, { asJson: false }, session)).toBe(1);
  expect(written()).toMatch(/^Run run-00000001 had ended at 2026-01-03 11:00:05Z: nothing was done now\.\n/);
  expect(written()).toContain(GOES_ON);
  const asJson = givenSession({ inspect: inspectUnfinished });
  expect(await carryOn(RUN, { asJson: true }, asJson.session)).toBe(1);
  expect(asJson.json()).toMatchObject([{ kind: 'resume', state: 'unfinished', endedAt: '2026-01-03T11:00:05.000Z' }]);
});

test.each(['unfinished', 'aborted'] as const)('where a resume ends as %s the rest is left to the probe', (state) => {
  const { session } = givenSession();
  const about = { kind: 'probe', jsonKind: 'resume', worker: 'forward', asJson: false } as const;
  const text = describeRunEnd(givenAnswer({ run: RUN, succeeded: 1, state }), about, session, 0);
  expect(text).toContain(GOES_ON);
  expect(text).not.toContain('runs resume');
});

test('after Ctrl-C nobody is asked to end what ends by itself', async () => {
  const { session, questions, told } = givenSession();
  const about = { kind: 'probe', jsonKind: 'resume', worker: 'forward', asJson: false } as const;
  expect(await leaveRun(RUN, about, session)).toBe(130);
  expect(questions).toEqual([]);
  expect(told()).toBe(
    'Run run-00000001 is left. The probe goes on by itself, as another run.\nTo see how far it came:\n' +
      '  npm run hooks -- runs show run-00000001\n',
  );
});
