import { awaitResults } from '../../../../../operator/commands/deliveries/await-results.ts';

function given({ waiting, nowStepMs = 20 }: { waiting: number; nowStepMs?: number }) {
  const state = { waiting, looks: 0, nowMs: 0 };
  const interrupted = new AbortController();
  const follower = {
    begin: async () => undefined,
    expect: () => undefined,
    waiting: () => state.waiting,
    look: async () => {
      state.looks += 1;
      state.nowMs += nowStepMs;
    },
  };
  return {
    state,
    follower,
    interrupted,
    settings: { timeoutSeconds: 1, now: () => state.nowMs, signal: interrupted.signal },
  };
}

test('it ends when the last result is there', async () => {
  const { state, follower, settings } = given({ waiting: 2 });
  const { look } = follower;
  follower.look = async () => {
    await look();
    state.waiting -= 1;
  };
  await awaitResults(follower, Promise.resolve(), settings);
  expect(state.waiting).toBe(0);
});

test('it gives up when nothing new came for the time-out', async () => {
  const { state, follower, settings } = given({ waiting: 1, nowStepMs: 300 });
  await awaitResults(follower, Promise.resolve(), settings);
  expect(state.nowMs).toBeGreaterThan(1000);
  expect(state.looks).toBeLessThan(10);
});

test('as long as results come it goes on, however long it takes', async () => {
  const { state, follower, settings } = given({ waiting: 8, nowStepMs: 900 });
  const { look } = follower;
  follower.look = async () => {
    await look();
    state.waiting -= 1;
  };
  await awaitResults(follower, Promise.resolve(), settings);
  expect([state.waiting, state.looks]).toEqual([0, 8]);
});

test('it does not give up while webhooks are still being sent', async () => {
  const { state, follower, settings } = given({ waiting: 0, nowStepMs: 5000 });
  const sending = Promise.withResolvers<void>();
  const { look } = follower;
  follower.look = async () => {
    await look();
    if (state.looks === 3) sending.resolve();
  };
  await awaitResults(follower, sending.promise, settings);
  expect(state.looks).toBe(3);
});

test('an interruption ends it', async () => {
  const { state, follower, settings, interrupted } = given({ waiting: 1, nowStepMs: 0 });
  follower.look = async () => {
    state.looks += 1;
    if (state.looks === 2) interrupted.abort();
  };
  await awaitResults(follower, Promise.resolve(), settings);
  expect(state.looks).toBe(2);
});

test('a failure of the sending is thrown', async () => {
  const { follower, settings } = given({ waiting: 0 });
  await expect(awaitResults(follower, Promise.reject(new Error('no such key')), settings)).rejects.toThrow(
    'no such key',
  );
});

test('an answer that comes too late is asked for again, any other failure ends it', async () => {
  const { state, follower, settings } = given({ waiting: 1 });
  follower.look = async () => {
    state.looks += 1;
    if (state.looks === 1) throw Object.assign(new Error('late'), { name: 'TimeoutError' });
    throw new Error('gone');
  };
  await expect(awaitResults(follower, Promise.resolve(), settings)).rejects.toThrow('gone');
  expect(state.looks).toBe(2);
});
