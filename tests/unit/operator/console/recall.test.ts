import { createRecall } from '../../../../operator/console/server/recall.ts';

const SLOW_MS = 1000;

const settle = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

/** Whoever asks is answered when the test says so, after as long as it says. */
function given() {
  let nowMs = Date.parse('2026-05-04T08:00:00.000Z');
  const searches: { readonly signal: AbortSignal; readonly end: PromiseWithResolvers<string> }[] = [];
  const recall = createRecall<string>({ now: () => new Date(nowMs) });
  const find = async (signal: AbortSignal) => {
    const end = Promise.withResolvers<string>();
    searches.push({ signal, end });
    return end.promise;
  };
  return {
    ask: (key = 'groups', signal?: AbortSignal) => recall.ask(key, find, signal),
    forget: () => recall.forget(),
    searches,
    pass: (ms: number) => (nowMs += ms),
    answer: async (text: string, { afterMs = SLOW_MS, search = searches.length - 1 } = {}) => {
      nowMs += afterMs;
      searches[search]?.end.resolve(text);
      await settle();
    },
    fail: async (error: Error) => {
      searches.at(-1)?.end.reject(error);
      await settle();
    },
  };
}

async function givenSlowAnswer() {
  const world = given();
  const first = world.ask();
  await world.answer('of eight');
  expect(await first).toEqual({ answer: 'of eight' });
  return world;
}

test('what is answered fast is looked up each time', async () => {
  const { ask, answer, searches } = given();
  for (const text of ['one', 'two']) {
    const asked = ask();
    await answer(text, { afterMs: 250 });
    expect(await asked).toEqual({ answer: text });
  }
  expect(searches).toHaveLength(2);
});

test('many tabs that ask for the same share one search', async () => {
  const { ask, answer, searches } = given();
  const tabs = [ask(), ask(), ask()];
  await answer('shared');
  expect(await Promise.all(tabs)).toEqual([{ answer: 'shared' }, { answer: 'shared' }, { answer: 'shared' }]);
  expect(searches).toHaveLength(1);
});

test('what took long is good for ten times as long, and says of when it is', async () => {
  const { ask, pass, searches } = await givenSlowAnswer();
  pass(9 * SLOW_MS);
  expect(await ask()).toEqual({ answer: 'of eight', asOf: new Date('2026-05-04T08:00:00.000Z') });
  expect(searches).toHaveLength(1);
});

test('then it is still shown while a new one is looked up, once', async () => {
  const { ask, pass, answer, searches } = await givenSlowAnswer();
  pass(9 * SLOW_MS + 1);
  expect((await ask()).answer).toBe('of eight');
  expect((await ask()).answer).toBe('of eight');
  await settle();
  expect(searches).toHaveLength(2);
  await answer('newer');
  expect((await ask()).answer).toBe('newer');
});

test('new ones are looked up one after the other', async () => {
  const { ask, pass, answer, searches } = await givenSlowAnswer();
  const other = ask('count');
  await answer('many');
  await other;
  pass(30_000);
  await Promise.all([ask('groups'), ask('count')]);
  await settle();
  expect(searches).toHaveLength(3);
  await answer('newer');
  expect(searches).toHaveLength(4);
});

test('after two minutes nobody is shown it any more', async () => {
  const { ask, pass, answer } = await givenSlowAnswer();
  pass(119 * 1000);
  const asked = ask();
  await answer('of today');
  expect(await asked).toEqual({ answer: 'of today' });
});

test('where looking it up again fails, the next who asks is told why', async () => {
  const { ask, pass, fail } = await givenSlowAnswer();
  pass(30_000);
  await ask();
  await settle();
  await fail(new Error('The pipeline is away'));
  const asked = ask();
  await Promise.all([expect(asked).rejects.toThrow('The pipeline is away'), fail(new Error('The pipeline is away'))]);
});

test('after a change it is looked up, and what was being looked up before counts no more', async () => {
  const { ask, forget, answer, searches } = given();
  const before = ask();
  forget();
  const after = ask();
  expect(searches).toHaveLength(2);
  await answer('before', { search: 0 });
  await answer('after', { search: 1 });
  expect([(await before).answer, (await after).answer]).toEqual(['before', 'after']);
  expect((await ask()).answer).toBe('after');
});

test('a search is given up once everybody who waited has left, and not before', async () => {
  const { ask, answer, searches } = given();
  const tabs = [new AbortController(), new AbortController()];
  const asked = tabs.map(({ signal }) => ask('list', signal));
  tabs[0]?.abort();
  expect(searches[0]?.signal.aborted).toBe(false);
  tabs[1]?.abort();
  expect(searches[0]?.signal.aborted).toBe(true);
  const next = ask('list');
  expect(searches).toHaveLength(2);
  await answer('old', { search: 0 });
  await answer('found', { search: 1 });
  expect((await next).answer).toBe('found');
  await Promise.all(asked);
});
