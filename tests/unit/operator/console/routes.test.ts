import * as v from 'valibot';
import {
  groupsAnswerSchema,
  listAnswerSchema,
  runAnswerSchema,
  runsAnswerSchema,
  showAnswerSchema,
  traceAnswerSchema,
} from '#shared/messages/inspect-request.ts';
import { NOTHING_SINCE } from '#shared/messages/sent-since.ts';
import { begunSchema } from '../../../../operator/console/protocol/begin-request.ts';
import { chartsSchema } from '../../../../operator/console/protocol/charts.ts';
import { progressSchema } from '../../../../operator/console/protocol/progress.ts';
import { recalledEntries } from '../../../../operator/console/protocol/recalled.ts';
import { refusalSchema } from '../../../../operator/console/protocol/refusal.ts';
import { runSinceSchema } from '../../../../operator/console/protocol/run-since.ts';
import { statusSchema, workersSchema } from '../../../../operator/console/protocol/status.ts';
import { CommandError } from '../../../../operator/command-error.ts';
import { exitCode } from '../../../../operator/exit-code.ts';
import { inventPipeline, REASONS } from '../../../support/invented-pipeline.ts';
import { answerOf, givenConsole } from './given-console.ts';

const failWith = (error: Error) => async () => {
  throw error;
};

const [shop] = REASONS;
const ofShop = { from: 'forward', fingerprints: [shop?.fingerprint ?? ''] };

test('dead letters are listed page after page', async () => {
  const { tell } = givenConsole();
  const first = await tell(listAnswerSchema, 'list', { from: 'forward', all: true, limit: 100 });
  const second = await tell(listAnswerSchema, 'list', { from: 'forward', all: true, limit: 100, cursor: first.cursor });
  const ids = [...first.deadLetters, ...second.deadLetters].map(({ id }) => id);
  expect(new Set(ids).size).toBe(192);
  expect(second.cursor).toBeUndefined();
});

test('groups, one dead letter, runs and the trace are told', async () => {
  const { tell } = givenConsole();
  const { groups } = await tell(groupsAnswerSchema, 'groups');
  expect(groups.map(({ count }) => count)).toEqual([128, 64, 17, 3]);
  const shown = await tell(showAnswerSchema, 'show', { id: groups[0]?.sample?.id, body: true });
  expect(shown.deadLetters[0]).toMatchObject({ worker: 'forward', redacted: ['**.email'] });
  expect((await tell(runsAnswerSchema, 'runs')).runs).toEqual([]);
  expect(await tell(traceAnswerSchema, 'trace', { id: 'evt_1' })).toMatchObject({
    trace: { delivery: { id: 'evt_1' } },
  });
});

test('the overview tells of every step, and its charts have a series for each worker', async () => {
  const { tell } = givenConsole();
  const { steps } = await tell(statusSchema, 'status');
  expect(steps.map(({ name }) => name)).toEqual(['ingest', 'dispatch', 'archive', 'forward', 'ledger']);
  const charts = await tell(chartsSchema, 'charts');
  expect(charts.finished.map(({ name }) => name)).toEqual(['archive', 'forward', 'ledger']);
  expect(charts.received.points).toHaveLength(60);
});

test('the overview does not wait for counts that take long', async () => {
  const pipeline = inventPipeline();
  const never = new Promise<never>(() => undefined);
  const { tell } = givenConsole({
    pipeline: {
      ...pipeline,
      inspect: (request, signal) => (request.count ? never : pipeline.inspect(request, signal)),
    },
  });
  const { steps, gaps } = await tell(statusSchema, 'status');
  expect(steps.map(({ deadLetters }) => deadLetters?.open)).toEqual(steps.map(() => undefined));
  expect(gaps).toEqual([]);
});

test('what takes long to look up is told again with its time, until a run has ended here', async () => {
  let nowMs = Date.parse('2026-05-04T08:00:00.000Z');
  const { tell, act, runs } = givenConsole({ now: () => new Date((nowMs += 300)) });
  const asked = v.object({ ...groupsAnswerSchema.entries, ...recalledEntries });
  const first = await tell(asked, 'groups');
  const second = await tell(asked, 'groups');
  expect(first.asOf).toBeUndefined();
  expect(second).toEqual({ ...first, asOf: '2026-05-04T08:00:00.300Z' });
  const { run } = await answerOf(begunSchema, await act('runs/begin', { replay: { ...ofShop, reason: 'It is back' } }));
  while (runs.progressOf(run)?.state === 'running') await new Promise(setImmediate);
  expect((await tell(asked, 'groups')).asOf).toBeUndefined();
});

test('a dry run is a dry run whatever the page says, and needs no reason', async () => {
  const pipeline = inventPipeline();
  const { act } = givenConsole({ pipeline });
  const answer = await act('runs/foresee', { replay: { ...ofShop, dryRun: false } });
  expect(await answer.json()).toMatchObject({ dryRun: true, succeeded: 128 });
  expect(pipeline.asked).toMatchObject([{ replay: { dryRun: true } }]);
  expect([...pipeline.deadLetters.values()].every(({ state }) => state === 'open')).toBe(true);
});

test('a run without a reason is refused before anything is begun', async () => {
  const pipeline = inventPipeline();
  const { act, runs } = givenConsole({ pipeline });
  for (const asked of [
    { replay: ofShop },
    { discard: ofShop },
    { replay: { from: 'forward', reason: 'which?' } },
    { drop: {} },
  ]) {
    const answer = await act('runs/begin', asked);
    expect(answer.status).toBe(400);
    expect((await answerOf(refusalSchema, answer)).error).toMatch(/\w/);
  }
  expect(pipeline.asked).toEqual([]);
  expect(runs.underWay()).toEqual([]);
});

test('a run goes on at the server until it is finished, over as many invocations as it takes', async () => {
  const pipeline = inventPipeline();
  let turns = 0;
  const replay: typeof pipeline.replay = async (request, signal) => {
    turns += 1;
    const answer = request.resume
      ? { run: request.resume.run, matched: 2, succeeded: 2, skipped: 0, failed: 0 }
      : await pipeline.replay(request, signal);
    return { ...answer, state: turns < 3 ? 'unfinished' : 'finished' };
  };
  const { act, tell, told } = givenConsole({ pipeline: { ...pipeline, replay } });
  const begun = await act('runs/begin', { replay: { ...ofShop, reason: 'The shop is back' } });
  expect(begun.status).toBe(202);
  const { run } = await answerOf(begunSchema, begun);
  const progress = () => tell(progressSchema, 'runs/progress', { run });
  while ((await progress()).state === 'running') await new Promise(setImmediate);
  expect(await progress()).toMatchObject({ run, state: 'ended', answer: { state: 'finished' }, receipt: { run } });
  expect(turns).toBe(3);
  expect(told.join()).toContain(run);
});

test('what became since of what a run sent is told, and nothing of one that sent nothing', async () => {
  const pipeline = inventPipeline();
  const since = { ...NOTHING_SINCE, result: 126, failedAgain: 2 };
  const inspect: typeof pipeline.inspect = async (request, signal) => {
    const answer = await pipeline.inspect(request, signal);
    return request.run?.sinceOfPage === undefined ? answer : { ...v.parse(runAnswerSchema, answer), since };
  };
  const { act, tell, runs } = givenConsole({ pipeline: { ...pipeline, inspect } });
  const sinceAfter = async (request: unknown) => {
    const { run } = await answerOf(begunSchema, await act('runs/begin', request));
    while (runs.underWay().length > 0) await new Promise(setImmediate);
    return tell(runSinceSchema, 'since', { run });
  };
  expect(await sinceAfter({ replay: { ...ofShop, reason: 'The shop is back' } })).toEqual({ since });
  expect(await sinceAfter({ discard: { from: 'ledger', all: true, reason: 'never paid' } })).toEqual({});
});

test('a run that fails says why, and the server goes on', async () => {
  const pipeline = {
    ...inventPipeline(),
    replay: failWith(new CommandError(exitCode.failed, 'replay: where: at column 17')),
  };
  const { act, runs } = givenConsole({ pipeline });
  const { run } = await answerOf(
    begunSchema,
    await act('runs/begin', { discard: { ...ofShop, reason: 'never paid' } }),
  );
  while (runs.underWay().length > 0) await new Promise(setImmediate);
  expect(runs.progressOf(run)).toMatchObject({ state: 'failed', error: 'replay: where: at column 17' });
});

test('a worker is paused and goes on, and a name that is none is refused', async () => {
  const { act, tell } = givenConsole();
  const feedOf = async () => {
    const { workers } = await tell(workersSchema, 'workers');
    return workers.find(({ name }) => name === 'ledger')?.feed;
  };
  expect(await (await act('workers/pause', { worker: 'ledger' })).json()).toMatchObject({ feed: 'disabled' });
  expect(await feedOf()).toBe('disabled');
  await act('workers/resume', { worker: 'ledger' });
  expect(await feedOf()).toBe('enabled');
  expect((await act('workers/pause', { worker: 'nobody' })).status).toBe(400);
});

test('a pipeline that is away is said to be away, and is found again when it is back', async () => {
  let isAway = true;
  let opened = 0;
  const pipeline = inventPipeline();
  const inspect: typeof pipeline.inspect = async (request) => {
    if (isAway) throw new CommandError(exitCode.notRunning, 'The pipeline does not run here.');
    return pipeline.inspect(request);
  };
  const open = async () => {
    opened += 1;
    return { ...pipeline, inspect };
  };
  const { read } = givenConsole({ open });
  const away = await read('list', { all: true });
  expect(away.status).toBe(503);
  expect(await away.json()).toEqual({ error: 'The pipeline does not run here.' });
  isAway = false;
  expect((await read('list', { all: true })).status).toBe(200);
  expect((await read('list', { all: true })).status).toBe(200);
  expect(opened).toBe(2);
});

test('what nobody foresaw is for the terminal, and tells the page nothing', async () => {
  const inspect = failWith(new Error('the secret of the house'));
  const { read, told } = givenConsole({ pipeline: { ...inventPipeline(), inspect } });
  const answer = await read('show', { id: 'archive/e1' });
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('secret of the house');
  expect(told.join()).toContain('the secret of the house');
});

test.each([
  ['list', '{"no":'],
  ['list', '[]'],
  ['list', '{"limit":0,"all":true}'],
  ['list', '{"hours":3}'],
  ['run', '{}'],
])('the request %s %s is refused with what is wrong about it', async (verb, request) => {
  const { ask } = givenConsole();
  const answer = await ask(`/api/${verb}?${new URLSearchParams({ request }).toString()}`);
  expect(answer.status).toBe(400);
  expect((await answerOf(refusalSchema, answer)).error).not.toBe('');
});
