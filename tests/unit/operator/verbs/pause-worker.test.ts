import type { MappingState } from '../../../../operator/pipeline/pipeline.ts';
import { pauseWorker, resumeWorker } from '../../../../operator/verbs/pause-worker.ts';
import { givenPipeline } from '../../../support/given-session.ts';

/** Mappings that take so many looks to change, on a clock that only sleeping moves. */
function given(states: readonly MappingState['state'][], looksToChange = 2) {
  let nowMs = 0;
  const mappings = states.map(
    (state, index): { id: string; state: MappingState['state']; next: MappingState['state']; looks: number } => ({
      id: `m-${index}`,
      state,
      next: state === 'changing' ? 'disabled' : state,
      looks: state === 'changing' ? 3 : 0,
    }),
  );
  const asked: string[] = [];
  const pipeline = givenPipeline({
    mappings: {
      async of(name) {
        for (const mapping of mappings) if ((mapping.looks -= 1) <= 0) mapping.state = mapping.next;
        return mappings.map(({ id, state }) => ({ function: name, queue: name, id, state }));
      },
      async setEnabled(id, isEnabled) {
        asked.push(`${id} ${isEnabled ? 'on' : 'off'}`);
        const mapping = mappings.find((one) => one.id === id)!;
        if (mapping.state === 'changing') throw new Error('ResourceInUseException');
        Object.assign(mapping, { state: 'changing', next: isEnabled ? 'enabled' : 'disabled', looks: looksToChange });
      },
    },
  });
  const clock = {
    now: () => new Date(nowMs),
    sleep: async (ms: number) => {
      nowMs += ms;
    },
  };
  const waited: string[] = [];
  const ports = {
    pipeline,
    clock,
    signal: new AbortController().signal,
    onWaiting: (feed: string) => waited.push(feed),
  };
  return { ports, asked, waited };
}

test('a pause is waited for, and says how long the queue keeps what comes', async () => {
  const { ports, asked, waited } = given(['enabled']);
  expect(await pauseWorker('archive', ports)).toEqual({ worker: 'archive', feed: 'disabled', queueKeepsDays: 14 });
  expect(asked).toEqual(['m-0 off']);
  expect(waited).toContain('changing');
});

test('a worker that is paused already is left as it is', async () => {
  const { ports, asked } = given(['disabled']);
  expect((await pauseWorker('archive', ports)).feed).toBe('disabled');
  expect(asked).toEqual([]);
});

test('the keeper is resumed on all its queues, also on one that is just being changed', async () => {
  const { ports, asked } = given(['disabled', 'changing', 'enabled']);
  expect((await resumeWorker('keeper', ports)).feed).toBe('enabled');
  expect(asked).toEqual(['m-0 on', 'm-1 on']);
});

test('what takes AWS longer than three minutes is told as it is', async () => {
  const { ports } = given(['enabled'], 1000);
  expect((await pauseWorker('archive', ports)).feed).toBe('changing');
});

test('a worker that is not there is told with those that are', async () => {
  const { ports } = given(['enabled']);
  await expect(pauseWorker('archiv', ports)).rejects.toThrow(
    'There is no worker archiv: there are dispatch, archive, forward, keeper.',
  );
});
