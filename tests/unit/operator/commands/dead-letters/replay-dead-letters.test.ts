import type { ReplayAnswer } from '#shared/messages/replay-request.ts';
import { CommandError } from '../../../../../operator/command-error.ts';
import {
  replayDeadLetters,
  type ReplayOptions,
  type ReplayPorts,
} from '../../../../../operator/commands/dead-letters/replay-dead-letters.ts';

const BEFORE = '2026-01-03T00:00:00.000Z';

const answer = (overrides: Partial<ReplayAnswer> = {}): ReplayAnswer => {
  const replayed = overrides.replayed ?? 0;
  return { matched: replayed, replayed, skipped: 0, failed: 0, before: BEFORE, ...overrides };
};

const options: ReplayOptions = {
  from: 'archive',
  all: true,
  reason: 'The shop is open',
  via: 'table',
  isDryRun: false,
  isConfirmed: false,
  asJson: false,
};

/** @param answers of the function, call by call; the first is that of the dry run */
function given(answers: readonly ReplayAnswer[], overrides: Partial<ReplayPorts> = {}) {
  const requests: Record<string, unknown>[] = [];
  const [written, told, questions]: string[][] = [[], [], []];
  const interrupted = new AbortController();
  const ports: ReplayPorts = {
    workers: ['dispatch', 'archive'],
    async invoke(name, request) {
      expect(name).toBe('replay');
      requests.push(JSON.parse(JSON.stringify(request)) as Record<string, unknown>);
      return answers[requests.length - 1];
    },
    write: (text) => void written!.push(text),
    tell: (text) => void told!.push(text),
    paint: (_, text) => text,
    ask: async (question) => {
      questions!.push(question);
      return true;
    },
    signal: interrupted.signal,
    ...overrides,
  };
  return {
    requests,
    questions: questions!,
    interrupted,
    replay: (changes: Partial<ReplayOptions> = {}) => replayDeadLetters({ ...options, ...changes }, ports),
    written: () => written!.join(''),
    told: () => told!.join(''),
  };
}

test('the dry run is shown in the question, and its instant bounds the replay', async () => {
  const { replay, requests, questions, written } = given([
    answer({ replayed: 1200 }),
    answer({ replayed: 1199, skipped: 1, skippedBecause: { done: 1 }, run: 'r1' }),
  ]);
  expect(await replay()).toBe(0);
  expect(questions).toEqual(['Replay 1,200 dead letters of archive?']);
  const selection = { from: 'archive', all: true, reason: 'The shop is open', via: 'table' };
  expect(requests).toEqual([
    { ...selection, dryRun: true },
    { ...selection, before: BEFORE },
  ]);
  expect(written()).toBe(
    '1,199 dead letters of archive replayed, 1 skipped, 0 failed.\n  1 skipped: done\n' +
      'They are back on the queue of archive; what fails again is listed by `npm run hooks -- dead-letters list --from archive`\n' +
      'receipt replays/r1.json\n',
  );
});

test('a single one is sent without a question', async () => {
  const { replay, questions } = given([answer({ replayed: 1 }), answer({ replayed: 1, run: 'r1' })]);
  expect(await replay()).toBe(0);
  expect(questions).toEqual([]);
});

test('whoever says no replays nothing', async () => {
  const { replay, requests, told } = given([answer({ replayed: 2 })], { ask: async () => false });
  expect(await replay()).toBe(1);
  expect([requests.length, told()]).toEqual([1, 'Nothing was replayed.\n']);
});

test('where nobody can be asked, --yes is needed', async () => {
  const { replay } = given([answer({ replayed: 2 })], { ask: undefined });
  await expect(replay()).rejects.toThrow('say --yes, as nobody can be asked here');
  const confirmed = given([answer({ replayed: 2 }), answer({ replayed: 2 })], { ask: undefined });
  expect(await confirmed.replay({ isConfirmed: true })).toBe(0);
});

test('unfinished runs are continued with what is left of the limit, and each receipt is named', async () => {
  const { replay, requests, written, told } = given([
    answer({ replayed: 90 }),
    answer({ replayed: 50, run: 'r1', unfinished: true }),
    answer({ replayed: 30, run: 'r2', unfinished: true }),
    answer({ replayed: 10, run: 'r3' }),
  ]);
  expect(await replay({ limit: 90 })).toBe(0);
  expect(requests.slice(1)).toMatchObject(
    [{ limit: 90 }, { limit: 40 }, { limit: 10 }].map((one) => ({ ...one, before: BEFORE })),
  );
  expect(told()).toBe('50 replayed so far\n80 replayed so far\n');
  expect(written()).toContain('90 dead letters of archive replayed, 0 skipped, 0 failed.');
  expect(written()).toContain('receipt replays/r1.json\nreceipt replays/r2.json\nreceipt replays/r3.json\n');
});

test('what cannot be sent is not tried without end, and fails the command', async () => {
  const { replay, requests, written } = given([
    answer({ replayed: 5 }),
    answer({ matched: 5, failed: 5, failedBecause: { 'SQS: gone': 5 }, unfinished: true, run: 'r1' }),
  ]);
  expect(await replay()).toBe(1);
  expect(requests).toHaveLength(2);
  expect(written()).toContain('  5 failed: SQS: gone\n');
});

test('Ctrl-C between two calls ends it with what was done', async () => {
  const { replay, requests, written, interrupted } = given([
    answer({ replayed: 9 }),
    answer({ replayed: 4, unfinished: true, run: 'r1' }),
  ]);
  interrupted.abort();
  expect(await replay({ isConfirmed: true })).toBe(130);
  expect(requests).toHaveLength(2);
  expect(written()).toContain('4 dead letters of archive replayed');
  expect(written()).toContain('Not all were reached: the same command goes on.');
});

test('what is named and not there fails the command, whatever became of the others', async () => {
  const named = { all: undefined, ids: ['a', 'nope'] };
  const missing = { notThere: ['nope'], skipped: 1, skippedBecause: { 'not there': 1 } };
  const alone = given([answer(missing)]);
  expect(await alone.replay({ ...named, ids: ['nope'] })).toBe(1);
  expect(alone.written()).toBe(
    'Nothing to replay of archive.\n  1 skipped: not there\n' +
      'Not there: nope. What there is: `npm run hooks -- dead-letters list --from archive`\n',
  );
  const dry = given([answer({ ...missing, replayed: 1 })]);
  expect(await dry.replay({ ...named, isDryRun: true })).toBe(1);
  const mixed = given([answer({ ...missing, replayed: 2 }), answer({ ...missing, replayed: 2, run: 'r1' })]);
  expect(await mixed.replay(named)).toBe(1);
  expect(mixed.told()).toContain('Not there: nope.');
  expect(mixed.written()).toContain('2 dead letters of archive replayed, 1 skipped, 0 failed.');
  expect(mixed.written()).toContain('Not there: nope.');
});

test('what has its result already is no failure', async () => {
  const { replay } = given([answer({ skipped: 2, skippedBecause: { done: 1, replayed: 1 } })]);
  expect(await replay({ all: undefined, ids: ['a', 'b'] })).toBe(0);
});

test('as JSON, what is not there is a field of several calls together', async () => {
  const { replay, written } = given([
    answer({ replayed: 2 }),
    answer({ replayed: 1, run: 'r1', unfinished: true, notThere: ['x'] }),
    answer({ replayed: 1, run: 'r2', notThere: ['x', 'y'] }),
  ]);
  expect(await replay({ all: undefined, ids: ['a', 'b', 'x', 'y'], asJson: true })).toBe(1);
  expect(JSON.parse(written())).toMatchObject({ kind: 'replay', replayed: 2, notThere: ['x', 'y'] });
});

test('of many that are not there ten are named, and none can move the cursor of the terminal', async () => {
  const notThere = ['\u001B[2Jx', ...Array.from({ length: 11 }, (_, index) => `id-${index}`)];
  const { replay, written } = given([answer({ notThere })]);
  await replay({ all: undefined, ids: notThere });
  expect(written()).toContain('Not there: x, id-0, id-1, id-2, id-3, id-4, id-5, id-6, id-7, id-8 and 2 others.');
});

test('a dry run names those that it would replay', async () => {
  const { replay, written } = given([
    answer({ replayed: 12, sample: ['archive/a', 'archive/b'], skipped: 1, skippedBecause: { done: 1 } }),
  ]);
  expect(await replay({ isDryRun: true })).toBe(0);
  expect(written()).toBe(
    '12 dead letters of archive would be replayed.\n  archive/a\n  archive/b\n  and 10 others\n  1 skipped: done\n',
  );
});

test('where nothing was sent, nothing is said to be back', async () => {
  const { replay, written } = given([answer({ replayed: 1 }), answer({ skipped: 1, run: 'r1' })]);
  expect(await replay()).toBe(0);
  expect(written()).not.toContain('back on the queue');
});

test('ids may be written as lists show them', async () => {
  const { replay, requests } = given([answer()]);
  await replay({ all: undefined, ids: ['archive/a', 'b'], isDryRun: true });
  expect(requests).toMatchObject([{ ids: ['a', 'b'], dryRun: true }]);
});

test('via the queue, chosen ones cannot be foreseen: the question says so', async () => {
  const { replay, requests, questions } = given([answer({ replayed: 3, run: 'r1' })]);
  expect(await replay({ all: undefined, fingerprints: ['aa'], via: 'queue' })).toBe(0);
  expect(questions).toEqual(['Replay what matches on the queue of archive?']);
  expect(requests).toMatchObject([{ via: 'queue', fingerprints: ['aa'] }]);
});

test('a queue is only counted as exactly as SQS does', async () => {
  const { replay, written } = given([answer({ replayed: 7, isApproximate: true, dryRun: true })]);
  expect(await replay({ via: 'queue', isDryRun: true })).toBe(0);
  expect(written()).toBe('about 7 dead letters of archive would be replayed.\n');
});

test('a reason from a function cannot move the cursor of the terminal', async () => {
  const { replay, written } = given([
    answer({ replayed: 1 }),
    answer({ matched: 1, failed: 1, failedBecause: { '\u001B[2Jgone\nreally': 1 } }),
  ]);
  await replay();
  expect(written()).toContain('  1 failed: gone really\n');
});

test.each([
  [{ from: 'archve' }, 'There is no worker archve'],
  [{ all: undefined }, 'exactly one of --ids, --fingerprint and --all'],
  [{ ids: ['a'] }, 'exactly one of --ids, --fingerprint and --all'],
  [{ all: undefined, ids: [] }, 'Name at least one.'],
  [{ reason: ' ' }, 'Say why with --reason'],
  [{ all: undefined, ids: ['a'], via: 'queue', isDryRun: true }, 'can only count all of it'],
] as const)('%j is wrong usage, and nothing is called', async (changes, sentence) => {
  const { replay, requests } = given([]);
  const refusal: unknown = await replay(changes).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(CommandError);
  expect(refusal).toMatchObject({ exitCode: 2, message: expect.stringContaining(sentence) as unknown });
  expect(requests).toEqual([]);
});
