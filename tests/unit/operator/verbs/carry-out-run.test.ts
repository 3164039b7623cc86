import type { ReplayAnswer, ReplayRequest } from '#shared/messages/replay-request.ts';
import { carryOutRun, resumeRun } from '../../../../operator/verbs/carry-out-run.ts';
import { givenAnswer, givenPipeline } from '../../../support/given-session.ts';

const RUN = '019b2c40e1a1f00dcafe0123456789ab';

/** A pipeline that gives these answers, one after the other, and time that passes at once. */
function given(answers: readonly Partial<ReplayAnswer>[]) {
  const requests: ReplayRequest[] = [];
  const slept: number[] = [];
  const left = [...answers];
  const pipeline = givenPipeline({
    replay: async (request) => {
      requests.push(request);
      return givenAnswer({ run: RUN, ...left.shift() });
    },
  });
  let nowMs = Date.parse('2026-01-03T00:00:00.000Z');
  const clock = {
    now: () => new Date(nowMs),
    async sleep(ms: number) {
      slept.push(ms);
      nowMs += ms;
    },
  };
  return { requests, slept, ports: { pipeline, clock } };
}

const asked = { replay: { from: 'archive', all: true, reason: 'S3 is back' } } as const;

test('a run that takes several invocations is resumed until it is finished', async () => {
  const { requests, ports, slept } = given([
    { state: 'unfinished', succeeded: 10 },
    { state: 'unfinished', succeeded: 20 },
    { state: 'finished', succeeded: 25 },
  ]);
  expect(await carryOutRun(asked, RUN, ports)).toMatchObject({ state: 'finished', succeeded: 25 });
  expect(requests.slice(1)).toEqual([{ resume: { run: RUN } }, { resume: { run: RUN } }]);
  expect(slept).toEqual([]);
});

test('where another call works on the run, or died over it, resume waits until it can go on', async () => {
  const { requests, ports, slept } = given([{ state: 'running' }, { state: 'running' }, { state: 'finished' }]);
  expect(await resumeRun(RUN, ports)).toMatchObject({ state: 'finished' });
  expect(requests).toHaveLength(3);
  expect(slept).toEqual([2000, 2000]);
});

test('where a whole invocation has found nothing more, nobody asks without end', async () => {
  const stuck = { state: 'unfinished', matched: 5, succeeded: 5 } as const;
  const { requests, ports } = given([stuck, { state: 'running', matched: 5 }, stuck, { state: 'finished' }]);
  expect(await resumeRun(RUN, ports)).toMatchObject({ state: 'unfinished', succeeded: 5 });
  expect(requests).toHaveLength(3);
});

test('whoever has looked further through the archive goes on, although nothing was meant there', async () => {
  const { requests, ports } = given([
    { state: 'unfinished', reached: 'archive/a' },
    { state: 'unfinished', reached: 'archive/b' },
    { state: 'finished' },
  ]);
  expect(await resumeRun(RUN, ports)).toMatchObject({ state: 'finished' });
  expect(requests).toHaveLength(3);
});

test('what cannot be sent is not tried without end', async () => {
  const stuck = { state: 'unfinished', succeeded: 5, failed: 1 } as const;
  const { requests, ports } = given([stuck, { ...stuck, failed: 2 }, { state: 'finished' }]);
  expect(await resumeRun(RUN, ports)).toMatchObject({ state: 'unfinished', failed: 2 });
  expect(requests).toHaveLength(2);
});

const seconds = (slept: readonly number[]) => slept.reduce((sum, ms) => sum + ms, 0) / 1000;

test('where other calls work on the run for longer than any call lives, and have no news, nobody asks without end', async () => {
  const { ports, slept } = given(Array.from({ length: 1000 }, () => ({ state: 'running', matched: 5 })));
  expect(await resumeRun(RUN, ports)).toMatchObject({ state: 'running', matched: 5 });
  expect(seconds(slept)).toBeGreaterThan(300 + 60);
  expect(seconds(slept)).toBeLessThan(600);
});

test('while there is news of a run that others work on, it is waited for', async () => {
  const running = Array.from({ length: 1000 }, (_, index) => ({ state: 'running' as const, matched: index >> 6 }));
  const { ports, slept } = given([...running, { state: 'finished' }]);
  expect(await resumeRun(RUN, ports)).toMatchObject({ state: 'finished' });
  expect(slept).toHaveLength(1000);
});
