import type { ReplayAnswer, ReplayRequest } from '#shared/messages/replay-request.ts';
import { CommandError } from '../../../../../operator/command-error.ts';
import { discardDeadLetters } from '../../../../../operator/commands/dead-letters/discard-dead-letters.ts';
import {
  replayDeadLetters,
  type ReplayOptions,
} from '../../../../../operator/commands/dead-letters/replay-dead-letters.ts';
import type { MappingState } from '../../../../../operator/pipeline/pipeline.ts';
import type { Terminal } from '../../../../../operator/terminal/terminal.ts';
import { givenAnswer, givenReceipt, givenSession } from '../../../../support/given-session.ts';

const BEFORE = '2026-01-03T00:00:00.000Z';
const RUN = 'run-00000001';
const LIST = '`npm run hooks -- dead-letters list --from archive`';

const options: ReplayOptions = {
  from: 'archive',
  which: { all: true },
  reason: 'The shop is open',
  via: 'table',
  isDryRun: false,
  isConfirmed: false,
  asJson: false,
};

const dry = (overrides: Partial<ReplayAnswer>) => givenAnswer({ dryRun: true, before: BEFORE, ...overrides });
const ended = (overrides: Partial<ReplayAnswer>) => givenAnswer({ run: RUN, before: BEFORE, ...overrides });

/** @param answers of the function, call by call; the first is that of the dry run */
function given(
  answers: readonly ReplayAnswer[],
  terminal: Partial<Terminal> = {},
  keeper: MappingState['state'] = 'disabled',
) {
  const requests: ReplayRequest[] = [];
  const fake = givenSession(
    {
      async replay(request) {
        requests.push(JSON.parse(JSON.stringify(request)) as ReplayRequest);
        const answer = answers[requests.length - 1];
        if (!answer) throw new CommandError(1, 'replay: it was asked once too often');
        return answer;
      },
      inspect: async () => ({ run: givenReceipt({ state: 'aborted' }) }),
      mappings: {
        of: async (name) => [{ function: name, queue: 'archive-dead-letters', id: 'mapping-1', state: keeper }],
        setEnabled: async () => undefined,
      },
    },
    terminal,
  );
  return {
    ...fake,
    requests,
    replay: (changes: Partial<ReplayOptions> = {}) => replayDeadLetters({ ...options, ...changes }, fake.session),
  };
}

test('the dry run is shown before the question, and its instant bounds the run, which has its name from here', async () => {
  const { replay, requests, questions, written, told } = given([
    dry({ succeeded: 1200 }),
    ended({ succeeded: 1199, skipped: 1, skippedBecause: { done: 1 } }),
  ]);
  expect(await replay({ perSecond: 50 })).toBe(0);
  expect(told()).toBe('1,200 dead letters of archive would be replayed.\n');
  expect(questions).toEqual(['Replay 1,200 dead letters of archive?']);
  const selection = { from: 'archive', all: true, reason: 'The shop is open', via: 'table', perSecond: 50 };
  expect(requests).toEqual([
    { replay: { ...selection, dryRun: true } },
    { replay: { ...selection, before: BEFORE, run: RUN, foreseen: 1200 } },
  ]);
  expect(written()).toBe(
    '1,199 dead letters of archive sent, 1 skipped, 0 failed.\n  1 skipped: done\n' +
      `They are on the queue of archive; what fails again is listed by ${LIST}\n` +
      `receipt: npm run hooks -- runs show ${RUN}\n`,
  );
});

test('a single one is sent without a question', async () => {
  const { replay, questions } = given([dry({ succeeded: 1 }), ended({ succeeded: 1 })]);
  expect(await replay()).toBe(0);
  expect(questions).toEqual([]);
});

test('one so far, where the dry run saw not all, is no single one', async () => {
  const { replay, questions } = given([dry({ succeeded: 1, isPartial: true }), ended({ succeeded: 9 })]);
  expect(await replay()).toBe(0);
  expect(questions).toEqual(['Replay at least 1 dead letter of archive?']);
});

test('whoever says no replays nothing', async () => {
  const { replay, requests, told } = given([dry({ succeeded: 2 })], { ask: async () => false });
  expect(await replay()).toBe(1);
  expect(requests).toHaveLength(1);
  expect(told()).toMatch(/Nothing was done\.\n$/);
});

test('where nobody can be asked, --yes is needed', async () => {
  const { replay } = given([dry({ succeeded: 2 })], { ask: undefined });
  await expect(replay()).rejects.toMatchObject({
    exitCode: 2,
    message: 'This would replay 2 dead letters of archive: say --yes, as nobody can be asked here.',
  });
  const confirmed = given([dry({ succeeded: 2 }), ended({ succeeded: 2 })], { ask: undefined });
  expect(await confirmed.replay({ isConfirmed: true })).toBe(0);
});

test('a run that one invocation does not finish is gone on with, and has one receipt', async () => {
  const { replay, requests, written } = given([
    dry({ succeeded: 90 }),
    ended({ succeeded: 50, state: 'unfinished' }),
    ended({ succeeded: 80, state: 'unfinished' }),
    ended({ succeeded: 90 }),
  ]);
  expect(await replay({ limit: 90 })).toBe(0);
  expect(requests.slice(2)).toEqual([{ resume: { run: RUN } }, { resume: { run: RUN } }]);
  expect(written()).toContain('90 dead letters of archive sent, 0 skipped, 0 failed.');
  expect(written().match(/runs show/g)).toHaveLength(1);
});

test('what cannot be sent is not tried without end, and fails the command', async () => {
  const { replay, requests, written } = given([
    dry({ succeeded: 5 }),
    ended({ failed: 3, failedBecause: { 'SQS: gone': 3 }, state: 'unfinished' }),
  ]);
  expect(await replay()).toBe(1);
  expect(requests).toHaveLength(2);
  expect(written()).toContain('  3 failed: SQS: gone\n');
  expect(written()).toContain(`2 were not reached. To go on: npm run hooks -- runs resume ${RUN}\n`);
});

test('while it works its progress is shown from its receipt', async () => {
  const request = { kind: 'replay', from: 'archive', all: true, via: 'table', foreseen: 1300 } as const;
  const { session, progress } = givenSession({
    replay: async (request) => {
      if (request.replay?.dryRun === true) return dry({ succeeded: 1 });
      for (let turns = 0; turns < 20; turns += 1) await new Promise((turned) => setImmediate(turned));
      return ended({ succeeded: 1 });
    },
    inspect: async () => ({
      run: givenReceipt({ state: 'running', succeeded: 1234, request }),
    }),
  });
  await replayDeadLetters(options, session);
  expect(progress[0]).toBe('running for 0 ms: 1,234 of 1,300 sent, 1 skipped');
});

test('when the call breaks, the run’s name is told all the same', async () => {
  const { replay, told } = given([dry({ succeeded: 1 })]);
  await expect(replay()).rejects.toThrow('once too often');
  expect(told()).toBe(`It was run ${RUN}. To go on with it: npm run hooks -- runs resume ${RUN}\n`);
});

/** The run is under way, and Ctrl-C comes. */
function givenInterrupted(terminal: Partial<Terminal> = {}) {
  const requests: ReplayRequest[] = [];
  const fake = givenSession(
    {
      replay(request, signal) {
        requests.push(request);
        if (request.abort) return Promise.resolve(ended({ state: 'aborted' }));
        if (request.replay?.dryRun === true) return Promise.resolve(dry({ succeeded: 1 }));
        fake.interrupted.abort();
        return Promise.reject(signal?.reason as Error);
      },
      inspect: async () => ({
        run: givenReceipt({ state: requests.some(({ abort }) => abort) ? 'aborted' : 'running', succeeded: 4 }),
      }),
    },
    terminal,
  );
  return { ...fake, requests, replay: () => replayDeadLetters(options, fake.session) };
}

test('after Ctrl-C whoever says so aborts the run', async () => {
  const { replay, requests, written } = givenInterrupted();
  expect(await replay()).toBe(130);
  expect(requests.at(-1)).toEqual({ abort: { run: RUN, reason: 'Ctrl-C' } });
  expect(written()).toContain('aborted');
});

test.each([
  ['whoever says no', async () => false],
  ['nobody', undefined],
])('after Ctrl-C %s leaves it, and is told how to go on', async (_, ask) => {
  const { replay, requests, told } = givenInterrupted({ ask });
  expect(await replay()).toBe(130);
  expect(requests.some(({ abort }) => abort)).toBe(false);
  expect(told()).toContain(`npm run hooks -- runs resume ${RUN}\n`);
});

test('what is named and not there fails the command, whatever became of the others', async () => {
  const named = { which: { ids: ['a', 'nope'] } };
  const missing = { notThere: ['nope'], skipped: 1, skippedBecause: { 'not there': 1 } };
  const alone = given([dry(missing)]);
  expect(await alone.replay({ which: { ids: ['nope'] } })).toBe(1);
  expect(alone.written()).toBe(`Nothing to replay of archive.\nNot there: nope. What there is: ${LIST}\n`);
  const asked = given([dry({ ...missing, succeeded: 1 })]);
  expect(await asked.replay({ ...named, isDryRun: true })).toBe(1);
  const mixed = given([dry({ ...missing, succeeded: 2 }), ended({ ...missing, succeeded: 2 })]);
  expect(await mixed.replay(named)).toBe(1);
  expect(mixed.told()).toContain('Not there: nope.');
  expect(mixed.written()).toContain('2 dead letters of archive sent, 1 skipped, 0 failed.');
});

test('what has its result already is no failure', async () => {
  const { replay } = given([dry({ skipped: 2, skippedBecause: { done: 1, replayed: 1 } })]);
  expect(await replay({ which: { ids: ['a', 'b'] } })).toBe(0);
});

test('as JSON it is the answer, and its kind', async () => {
  const { replay, json } = given([dry({ succeeded: 1 }), ended({ succeeded: 1, notThere: ['x'] })]);
  expect(await replay({ which: { ids: ['a', 'x'] }, asJson: true })).toBe(1);
  expect(json()).toMatchObject([{ kind: 'replay', run: RUN, succeeded: 1, notThere: ['x'] }]);
});

test('of many that are not there ten are named, and none can move the cursor of the terminal', async () => {
  const notThere = ['\u001B[2Jx', ...Array.from({ length: 11 }, (_, index) => `id-${index}`)];
  const { replay, written } = given([dry({ notThere })]);
  await replay({ which: { ids: notThere } });
  expect(written()).toContain('Not there: x, id-0, id-1, id-2, id-3, id-4, id-5, id-6, id-7, id-8 and 2 others.');
});

test('a dry run shows the first of those that it would replay, and why they failed', async () => {
  const failure = { class: 'gave-up', name: 'Error', message: 'gone\u001B[2J' } as const;
  const { replay, written } = given([
    dry({
      succeeded: 12,
      sample: [{ id: 'archive/a', source: 'stripe-eu', type: 'x', failure }, { id: 'archive/b' }],
      skipped: 1,
      skippedBecause: { done: 1 },
    }),
  ]);
  expect(await replay({ isDryRun: true })).toBe(0);
  expect(written()).toBe(
    '12 dead letters of archive would be replayed.\n  archive/a  stripe-eu/x  gave-up: gone\n  archive/b\n  and 10 others\n  1 skipped: done\n',
  );
});

test('via the queue, chosen ones cannot be foreseen: the question says so', async () => {
  const { replay, requests, questions } = given([ended({ succeeded: 3 })]);
  expect(await replay({ which: { fingerprints: ['aa'] }, via: 'queue' })).toBe(0);
  expect(questions).toEqual(['Replay what matches on the queue of archive?']);
  expect(requests).toMatchObject([{ replay: { via: 'queue', fingerprints: ['aa'] } }]);
});

test('a queue is only counted as exactly as SQS does', async () => {
  const { replay, written } = given([dry({ succeeded: 7, isApproximate: true })]);
  expect(await replay({ via: 'queue', isDryRun: true })).toBe(0);
  expect(written()).toBe('about 7 dead letters of archive would be replayed.\n');
});

test('force is part of the question', async () => {
  const { replay, questions, requests } = given([dry({ succeeded: 2 }), ended({ succeeded: 2 })]);
  await replay({ force: true });
  expect(questions).toEqual(['Replay 2 dead letters of archive by force, also what has its result already?']);
  expect(requests[1]).toMatchObject({ replay: { force: true } });
});

test('what is discarded is closed, and the question says what that means', async () => {
  const { session, requests, questions, written } = given([dry({ succeeded: 2 }), ended({ succeeded: 2 })]);
  const which = { fingerprints: ['aa'] };
  const discard = { from: 'archive', which, reason: 'tests', isDryRun: false, isConfirmed: false, asJson: false };
  expect(await discardDeadLetters(discard, session)).toBe(0);
  expect(questions).toEqual([
    'Discard 2 dead letters of archive? Their records stay, but nobody is told of them any more, and only a replay with --force sends one.',
  ]);
  expect(requests[1]).toMatchObject({ discard: { from: 'archive', ...which, run: RUN, before: BEFORE } });
  expect(written()).toMatch(/^2 dead letters of archive discarded, 0 skipped, 0 failed\.\nreceipt: /);
});

test.each<[Partial<ReplayOptions>, string]>([
  [{ from: 'archve' }, 'There is no worker archve; there is dispatch'],
  [{ from: 'archve' }, 'Did you mean archive?'],
  [{ which: {} }, 'Say which: --all, or at least one of --ids'],
  [{ which: { all: true, ids: ['a'] } }, '--all means all, and takes no other choice beside it'],
  [
    { from: 'keeper' },
    'keeper is a step of the pipeline and no worker: it has no dead letters of its own. There is no worker',
  ],
  [{ reason: ' ' }, 'Say why with --reason'],
  [{ reason: '…' }, '--reason "…" is a placeholder: say in a few words why'],
  [{ reason: '...' }, 'is a placeholder'],
  [{ reason: '<reason>' }, 'is a placeholder'],
  [{ which: { ids: ['a'] }, via: 'queue', isDryRun: true }, 'can only count all of it'],
  [{ perSecond: 100_000 }, 'This cannot be asked: perSecond: '],
  [{ force: true, via: 'queue' }, 'cannot force what it takes from the queue'],
])('%j is wrong usage, and nothing is called', async (changes, sentence) => {
  const { replay, requests } = given([]);
  const refusal: unknown = await replay(changes).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(CommandError);
  expect(refusal).toMatchObject({ exitCode: 2, message: expect.stringContaining(sentence) as unknown });
  expect(requests).toEqual([]);
});

test('the nearest name of a step that is no worker is not suggested', async () => {
  const refusal: unknown = await given([])
    .replay({ from: 'keeper' })
    .catch((error: unknown) => error);
  expect(String(refusal)).not.toContain('Did you mean');
});

test.each(['enabled', 'changing'] as const)('via the queue nothing is asked while the keeper is %s', async (keeper) => {
  const { replay, requests } = given([], {}, keeper);
  await expect(replay({ via: 'queue' })).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(
      /^The keeper is not paused: .+ pause it first: npm run hooks -- workers pause keeper$/,
    ) as unknown,
  });
  expect(requests).toEqual([]);
});

test('an aborted run says how many it did not reach', async () => {
  const { replay, written } = given([dry({ succeeded: 9 }), ended({ succeeded: 4, state: 'aborted' })]);
  expect(await replay()).toBe(1);
  expect(written()).toContain('It was aborted: 5 were not reached.\n');
});

test('where nobody counted them an aborted run says that there is a rest', async () => {
  const { replay, written } = given([
    dry({ succeeded: 2, isPartial: true }),
    ended({ succeeded: 4, state: 'aborted' }),
  ]);
  expect(await replay()).toBe(1);
  expect(written()).toContain('It was aborted: the rest was not reached.\n');
});

test('a named one that is quarantined is told how it is sent by force, and beside others nothing is', async () => {
  const named = { which: { ids: ['a'] } };
  const one = given([dry({ skipped: 1, skippedBecause: { quarantined: 1 } })]);
  expect(await one.replay(named)).toBe(0);
  expect(one.written()).toContain(
    'What is quarantined is sent by force, when its cause is gone: npm run hooks -- dead-letters replay --from archive --ids a --force --reason',
  );
  const two = given([dry({ skipped: 2, skippedBecause: { quarantined: 1, done: 1 } })]);
  await two.replay({ which: { ids: ['a', 'b'] } });
  expect(two.written()).not.toContain('--force');
});
