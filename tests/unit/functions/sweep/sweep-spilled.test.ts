import * as fc from 'fast-check';
import { spilledKey, writeSpilledMessage } from '#shared/messages/spilled-message.ts';
import type { QueueMessage } from '#shared/ports.ts';
import { createSweepSpilled } from '../../../../functions/sweep/sweep-spilled.ts';
import { givenDeadline } from '../../../support/given-deadline.ts';
import { memoryObjects, recordingLog, recordingQueue } from '../../../support/ports.ts';

const PAGE_SIZE = 50;
const START_MS = Date.parse('2026-01-02T03:04:05.000Z');

/** Of the delivery that came that many seconds after the first. */
const messageOf = (second: number): QueueMessage => ({
  body: `body of ${second}`,
  attributes: { source: 'github' },
  group: 'github',
});
const keyOf = (second: number) =>
  spilledKey({ receivedAt: new Date(START_MS + second * 1000).toISOString(), id: 'a'.repeat(32) }, 0);

type Refuse = (message: QueueMessage) => Error | undefined;
const acceptAll: Refuse = () => undefined;

function givenSpilled(count: number) {
  const [spilled, log, accepted] = [memoryObjects(), recordingLog(), recordingQueue()];
  let refuse: Refuse = acceptAll;
  const calls: number[] = [];
  const deliveries = {
    async sendAll(messages: readonly QueueMessage[]) {
      calls.push(messages.length);
      await accepted.sendAll(messages.filter((message) => !refuse(message)));
      return messages.map(refuse);
    },
  };
  for (let second = 0; second < count; second += 1) {
    spilled.stored.set(keyOf(second), { bytes: writeSpilledMessage(messageOf(second)) });
  }
  const newEnvironment = () => createSweepSpilled({ deliveries, spilled, log });
  const sweep = newEnvironment();
  return {
    spilled,
    log,
    newEnvironment,
    sent: accepted.sent,
    /** How many messages each call had. */
    calls,
    left: () => [...spilled.stored.keys()].toSorted(),
    refuse: (refusal: Refuse) => (refuse = refusal),
    putUnreadable: (second: number, text = 'no JSON') =>
      spilled.stored.set(keyOf(second), { bytes: Buffer.from(text) }),
    tick: (signal = givenDeadline().signal) => sweep({ signal }),
  };
}

const down = () => new Error('ServiceUnavailable');

test('what lies in the bucket is put on the queue exactly as it was to be sent, the oldest first, and removed', async () => {
  const given = givenSpilled(3);
  expect(await given.tick()).toEqual({ swept: 3 });
  expect(given.sent).toEqual([0, 1, 2].map(messageOf));
  expect(given.left()).toEqual([]);
  expect(given.log.lines).toMatchObject([{ level: 'info', fields: { messages: 3 } }]);
});

test('an empty prefix is one call and no log line', async () => {
  const given = givenSpilled(0);
  expect(await given.tick()).toEqual({ swept: 0 });
  expect([given.spilled.calls, given.log.lines]).toEqual([['list spilled/'], []]);
});

test('several pages are swept in one tick', async () => {
  const given = givenSpilled(2 * PAGE_SIZE + 1);
  expect(await given.tick()).toEqual({ swept: 2 * PAGE_SIZE + 1 });
  expect(given.calls).toEqual([PAGE_SIZE, PAGE_SIZE, 1]);
  expect(given.left()).toEqual([]);
});

test('a page that is still under way when the time is over is not waited for, and a tick that came to nothing has failed', async () => {
  const deadline = new AbortController();
  const given = givenSpilled(1);
  const { promise: never } = Promise.withResolvers<readonly undefined[]>();
  const deliveries = {
    sendAll() {
      deadline.abort();
      return never;
    },
  };
  const sweep = createSweepSpilled({ deliveries, spilled: given.spilled, log: given.log });
  await expect(sweep(deadline)).rejects.toThrow('before a single message was swept');
  expect(given.left()).toEqual([keyOf(0)]);
});

test('nothing else in the bucket is touched', async () => {
  const given = givenSpilled(1);
  for (const key of ['claim-checks/a', 'spilled-not/a']) given.spilled.stored.set(key, { bytes: Buffer.from('x') });
  await given.tick();
  expect(given.left()).toEqual(['claim-checks/a', 'spilled-not/a']);
});

test('a queue that still refuses is asked once a tick, and the failure is logged and thrown', async () => {
  const given = givenSpilled(3 * PAGE_SIZE);
  given.refuse(down);
  await expect(given.tick()).rejects.toThrow('50 spilled messages were not swept');
  expect(given.calls).toEqual([PAGE_SIZE]);
  expect(given.left()).toHaveLength(3 * PAGE_SIZE);
  expect(given.log.lines).toMatchObject([
    { level: 'error', message: 'Sweep stopped: the deliveries queue takes nothing' },
    { level: 'error', fields: { because: 'not confirmed', messages: PAGE_SIZE, error: down() } },
  ]);
  expect(given.log.text()).not.toContain('body of');
});

test('when the queue is back, everything follows, what was tried before included', async () => {
  const given = givenSpilled(3 * PAGE_SIZE);
  given.refuse(down);
  await given.tick().catch(() => undefined);
  given.refuse(acceptAll);
  expect(await given.tick()).toEqual({ swept: 3 * PAGE_SIZE });
  expect(given.left()).toEqual([]);
});

test('only what the queue has confirmed is removed', async () => {
  const given = givenSpilled(PAGE_SIZE);
  given.refuse(({ body }) => (body === 'body of 7' ? down() : undefined));
  await expect(given.tick()).rejects.toThrow('1 spilled messages');
  expect(given.left()).toEqual([keyOf(7)]);
  expect(given.sent).toHaveLength(PAGE_SIZE - 1);
});

test('an object that nobody can read stays, is logged as an error, and holds up no other', async () => {
  const given = givenSpilled(3);
  given.putUnreadable(1, '{"v":1,"body":"a-body-nobody-may-read"}');
  await expect(given.tick()).rejects.toThrow('1 spilled messages');
  expect(given.left()).toEqual([keyOf(1)]);
  expect(given.log.lines.at(-1)).toMatchObject({
    level: 'error',
    fields: { because: 'not readable', messages: 1, keys: [keyOf(1)] },
  });
  expect(given.log.text()).not.toContain('a-body-nobody-may-read');
});

test('an object of a newer version stays until a newer deploy reads it', async () => {
  const given = givenSpilled(1);
  given.putUnreadable(0, '{"v":2,"body":"b","attributes":{}}');
  await expect(given.tick()).rejects.toThrow('1 spilled messages');
  expect(given.left()).toEqual([keyOf(0)]);
  expect(given.log.text()).toContain('a newer deploy will read it');
});

test('however many cannot be swept, those behind them are, though each tick has time for one page alone', async () => {
  const given = givenSpilled(4 * PAGE_SIZE);
  for (let second = 0; second < 2 * PAGE_SIZE; second += 1) given.putUnreadable(second);
  for (let tick = 0; tick < 4; tick += 1) await given.tick(signalAfterPages(1)).catch(() => undefined);
  expect(given.sent).toHaveLength(2 * PAGE_SIZE);
  expect(given.left()).toHaveLength(2 * PAGE_SIZE);
});

test("a page of messages that the queue refuses for good is in nobody's way from the next tick on", async () => {
  const given = givenSpilled(2 * PAGE_SIZE);
  given.refuse(({ body }) =>
    Number(body.split(' ').at(-1)) < PAGE_SIZE ? new Error('InvalidMessageContents') : undefined,
  );
  await given.tick().catch(() => undefined);
  await given.tick().catch(() => undefined);
  expect(given.sent).toHaveLength(PAGE_SIZE);
  expect(given.left()).toHaveLength(PAGE_SIZE);
});

/** A deadline that passes once so many pages were begun. */
function signalAfterPages(pages: number): AbortSignal {
  let asked = 0;
  const { signal } = new AbortController();
  Object.defineProperty(signal, 'aborted', { get: () => (asked += 1) > pages });
  return signal;
}

test('no page is begun after the deadline, the next tick goes on there, and that is no failure', async () => {
  const given = givenSpilled(3 * PAGE_SIZE);
  expect(await given.tick(signalAfterPages(2))).toEqual({ swept: 2 * PAGE_SIZE, unfinished: true });
  expect(await given.tick()).toEqual({ swept: PAGE_SIZE });
  expect(given.sent).toEqual(Array.from({ length: 3 * PAGE_SIZE }, (_, second) => messageOf(second)));
});

test('a removal that fails leaves a copy, which is said, and which the next tick sends again', async () => {
  const given = givenSpilled(2);
  const remove = given.spilled.remove.bind(given.spilled);
  given.spilled.remove = (key) => (key === keyOf(0) ? Promise.reject(new Error('SlowDown')) : remove(key));
  await expect(given.tick()).rejects.toThrow('1 spilled messages');
  expect(given.log.lines.at(-1)).toMatchObject({ fields: { because: 'not removed', keys: [keyOf(0)] } });
  given.spilled.remove = remove;
  expect(await given.tick()).toEqual({ swept: 1 });
  expect(given.sent.map(({ body }) => body)).toEqual(['body of 0', 'body of 1', 'body of 0']);
});

test('two at once send twice at worst and lose nothing', async () => {
  const given = givenSpilled(PAGE_SIZE);
  const other = given.newEnvironment();
  await Promise.all([given.tick(), other(givenDeadline())]);
  expect(new Set(given.sent.map(({ body }) => body)).size).toBe(PAGE_SIZE);
  expect(given.left()).toEqual([]);
});

test('what another sweep has taken since is no failure, even where S3 calls it forbidden', async () => {
  const given = givenSpilled(2);
  const get = given.spilled.get.bind(given.spilled);
  given.spilled.get = async (key) => {
    if (key !== keyOf(0)) return get(key);
    given.spilled.stored.delete(key);
    throw new Error('AccessDenied');
  };
  expect(await given.tick()).toEqual({ swept: 1 });
});

test('what cannot be read although it is there is a failure', async () => {
  const given = givenSpilled(2);
  const get = given.spilled.get.bind(given.spilled);
  given.spilled.get = (key) => (key === keyOf(0) ? Promise.reject(new Error('AccessDenied')) : get(key));
  await expect(given.tick()).rejects.toThrow('1 spilled messages');
  expect(given.left()).toEqual([keyOf(0)]);
});

test('a bucket that cannot be listed fails the tick', async () => {
  const given = givenSpilled(1);
  given.spilled.failWith(new Error('SlowDown'));
  await expect(given.tick()).rejects.toThrow('SlowDown');
});

test('whatever fails, in whatever order, nothing is removed that was not confirmed, and in the end all is swept', async () => {
  const trouble = fc.record({
    refused: fc.array(fc.nat(120), { maxLength: 30 }),
    allRefused: fc.boolean(),
    unreadable: fc.array(fc.nat(120), { maxLength: 10 }),
    unremoved: fc.array(fc.nat(120), { maxLength: 10 }),
    pages: fc.integer({ min: 0, max: 4 }),
    isNewEnvironment: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.nat(120), fc.array(trouble, { maxLength: 6 }), async (count, troubles) => {
      const given = givenSpilled(count);
      const all = given.left();
      const [get, remove] = [given.spilled.get.bind(given.spilled), given.spilled.remove.bind(given.spilled)];
      const isConfirmed = (key: string) => given.sent.some(({ body }) => keyOf(Number(body.split(' ').at(-1))) === key);
      let sweep = given.newEnvironment();
      for (const { refused, allRefused, unreadable, unremoved, pages, isNewEnvironment } of troubles) {
        if (isNewEnvironment) sweep = given.newEnvironment();
        const isAmong = (seconds: readonly number[], key: string) => seconds.map(keyOf).includes(key);
        given.refuse(({ body }) =>
          allRefused || refused.includes(Number(body.split(' ').at(-1))) ? down() : undefined,
        );
        given.spilled.get = (key) => (isAmong(unreadable, key) ? Promise.reject(new Error('SlowDown')) : get(key));
        given.spilled.remove = (key) => (isAmong(unremoved, key) ? Promise.reject(new Error('SlowDown')) : remove(key));
        await sweep({ signal: signalAfterPages(pages) }).catch(() => undefined);
        const left = new Set(given.left());
        expect(all.filter((key) => !left.has(key) && !isConfirmed(key))).toEqual([]);
      }
      given.refuse(acceptAll);
      Object.assign(given.spilled, { get, remove });
      await sweep(givenDeadline());
      expect(given.left()).toEqual([]);
      expect(all.filter((key) => !isConfirmed(key))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
