import * as v from 'valibot';
import { eraseRequestSchema, type EraseAnswer, type EraseRequest } from '#shared/messages/erase-request.ts';
import { erase, type EraseOptions } from '../../../../operator/commands/erase/erase.ts';
import { givenSession } from '../../../support/given-session.ts';

const options: EraseOptions = {
  source: ['shop'],
  where: "email == 'ada@example.com'",
  reason: 'somebody asked',
  isDryRun: false,
  isConfirmed: true,
  asJson: false,
};

const nothing = {
  events: 0,
  archiveLines: 0,
  results: 0,
  deadLetters: 0,
  claimChecks: 0,
  entriesKept: 0,
  bodiesKept: 0,
  undecided: 0,
  unreadable: 0,
};
const BEFORE = '2026-01-03T00:00:00.000Z';
const given = (overrides: Partial<EraseAnswer> = {}): EraseAnswer => ({
  state: 'finished',
  before: BEFORE,
  ...nothing,
  events: 2,
  archiveLines: 3,
  results: 1,
  ...overrides,
});

function givenErasures(answers: readonly EraseAnswer[], terminal: Parameters<typeof givenSession>[1] = {}) {
  const requests: EraseRequest['erase'][] = [];
  const left = [...answers];
  const session = givenSession(
    {
      erase: async (request) => {
        requests.push(request.erase);
        return left.shift() ?? given();
      },
    },
    terminal,
  );
  return { ...session, requests };
}

test('what would be erased is counted first, over several calls, and then erased as of that moment', async () => {
  const { session, requests, written } = givenErasures([
    given({ dryRun: true, state: 'unfinished', reached: 'archive:a' }),
    given({ dryRun: true }),
    given({ state: 'unfinished', reached: 'archive:a' }),
    given({ events: 4, waiting: { forward: 7 }, entriesKept: 1 }),
  ]);
  expect(await erase(options, session)).toBe(0);
  const [first, second, third, fourth] = requests;
  expect(first).toMatchObject({ sources: ['shop'], where: options.where, dryRun: true });
  expect(second).toMatchObject({ dryRun: true, after: 'archive:a', between: { until: BEFORE } });
  expect(third).toMatchObject({ erasure: expect.any(String), between: { until: BEFORE } });
  expect(third).not.toHaveProperty('dryRun');
  expect(fourth).toEqual(third);
  expect(written()).toContain('4 events erased: 3 archived lines, 1 result, 0 dead letters, 0 large bodies.');
  expect(written()).toContain('Messages that nobody can search: 7 on forward.');
  expect(written()).toContain('npm run hooks -- erase --source shop');
});

test('all of a source is erased as of the moment at which it was counted, and goes on by the line that says so', async () => {
  const { session, requests } = givenErasures([given({ dryRun: true }), given()]);
  const { where: _, ...rest } = options;
  expect(await erase({ ...rest, all: true }, session)).toBe(0);
  expect(requests[1]).toMatchObject({ all: true, between: { until: BEFORE } });
  for (const request of requests) expect(v.safeParse(eraseRequestSchema, { erase: request }).success).toBe(true);
  const goingOn = givenErasures([given()]);
  expect(await erase({ ...rest, all: true, until: BEFORE, resume: 'e1' }, goingOn.session)).toBe(0);
});

test('a dry run adds up what its calls have counted, and erases nothing', async () => {
  const unfinished = given({ dryRun: true, state: 'unfinished', reached: 'archive:a' });
  const { session, requests, json } = givenErasures([unfinished, given({ dryRun: true })]);
  expect(await erase({ ...options, isDryRun: true, asJson: true }, session)).toBe(0);
  expect(requests.every(({ dryRun }) => dryRun === true)).toBe(true);
  expect(json()).toMatchObject([{ kind: 'dry-run', events: 4, archiveLines: 6 }]);
});

test.each([
  ['says no', false, 1, /Nothing was erased/],
  ['says yes', true, 0, /^2 events would be erased/],
])('nobody brings them back, so that somebody is asked, who %s', async (_, agrees, code, told) => {
  const questions: string[] = [];
  const ask = async (question: string) => {
    questions.push(question);
    return agrees;
  };
  const fake = givenErasures([given({ dryRun: true })], { ask });
  expect(await erase({ ...options, isConfirmed: false }, fake.session)).toBe(code);
  expect(fake.told()).toMatch(told);
  expect(questions).toEqual(['Erase 2 events? Nobody can bring them back.']);
  expect(fake.requests).toHaveLength(code === 0 ? 2 : 1);
});

test.each([
  [{ isConfirmed: false }, /say --yes, as nobody can be asked here/],
  [{ reason: undefined }, /Say why with --reason/],
  [{ reason: '…' }, /is a placeholder/],
  [{ where: undefined }, /Say which: --all means everything/],
  [{ since: '2026-01-02T00:00:00Z', until: '2026-01-01T00:00:00Z' }, /Nothing can lie between/],
])('%j is wrong usage', async (wrong, why) => {
  const { session } = givenErasures([given({ dryRun: true })], { ask: undefined });
  await expect(erase({ ...options, ...wrong }, session)).rejects.toThrow(why);
});

test('one that is resumed asks for its own name, and counts nothing beforehand', async () => {
  const { session, requests } = givenErasures([given()]);
  expect(await erase({ ...options, resume: 'erasure-1' }, session)).toBe(0);
  expect(requests).toMatchObject([{ erasure: 'erasure-1' }]);
});

test('a call that fails leaves the line to go on by', async () => {
  const { session, told } = givenErasures([]);
  let calls = 0;
  const pipeline = {
    ...session.pipeline,
    erase: async () => {
      calls += 1;
      if (calls > 1) throw new Error('The function died');
      return given({ dryRun: true });
    },
  };
  await expect(erase(options, { ...session, pipeline })).rejects.toThrow('The function died');
  expect(told()).toMatch(/repeat the command with --resume \S+ --until 2026-01-03T00:00:00\.000Z/);
});

test('bodies that others need, and dead letters that moved all the time, are told with what to do', async () => {
  const { session, written } = givenErasures([given({ dryRun: true }), given({ bodiesKept: 1, isUnsettled: true })]);
  expect(await erase(options, session)).toBe(1);
  const text = written();
  expect(text).toContain('1 large body of an array stays');
  expect(text).toContain('changed their state all the time, and some may be left: erase again');
});
