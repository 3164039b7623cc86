import { RetryLater } from '#shared/errors.ts';
import { createDestinationLookup } from '#shared/destinations/destination-lookup.ts';
import { DESTINATIONS_KEY } from '#shared/messages/destination.ts';
import { fixedClock, memoryObjects, recordingLog, seededRandom } from '../../../support/ports.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

function given(entries?: object | string) {
  const config = memoryObjects('config');
  const clock = fixedClock('2026-01-02T03:04:05.000Z');
  const log = recordingLog();
  const write = (written: object | string) =>
    config.stored.set(DESTINATIONS_KEY, {
      bytes: Buffer.from(typeof written === 'string' ? written : JSON.stringify(written)),
    });
  if (entries !== undefined) write(entries);
  return {
    config,
    clock,
    log,
    write,
    current: createDestinationLookup({ config, clock, log, random: seededRandom(1) }),
  };
}

const erp = { url: 'https://erp.example.com/hooks', secrets: [SECRET] };

test('the destinations are those of the object, with what an entry leaves out', async () => {
  expect(await given({ erp }).current()).toEqual({ erp: { ...erp, timeoutSeconds: 10, replaysPerSecond: 10 } });
});

test('without an object there is no destination', async () => {
  expect(await given().current()).toEqual({});
});

test('the store is asked once a minute at most, however many ask at once', async () => {
  const { config, clock, current } = given({ erp });
  await Promise.all([current(), current(), current()]);
  clock.advance(44_999);
  await current();
  expect(config.calls).toEqual([`get ${DESTINATIONS_KEY}`]);
  clock.advance(15_001);
  await current();
  expect(config.calls.slice(1)).toEqual([`getIfChanged ${DESTINATIONS_KEY}`]);
});

test('a change is in force after a minute, also the first and the last destination', async () => {
  const { clock, config, current, write } = given();
  await current();
  write({ erp });
  clock.advance(60_000);
  expect(Object.keys(await current())).toEqual(['erp']);
  config.stored.delete(DESTINATIONS_KEY);
  clock.advance(60_000);
  expect(await current()).toEqual({});
});

test('a store that cannot be read leaves the held copy, and without one the event comes again later', async () => {
  const { config, clock, current, log } = given({ erp });
  config.failWith(new Error('no store'));
  await expect(current()).rejects.toThrow(RetryLater);
  await expect(current()).rejects.toThrow(RetryLater);
  expect(config.calls).toHaveLength(1);
  config.failWith(undefined);
  clock.advance(5000);
  const first = await current();
  config.failWith(new Error('no store'));
  clock.advance(60_000);
  expect(await current()).toBe(first);
  expect(log.lines.map(({ fields }) => fields['isCopyHeld'])).toEqual([false, true]);
});

test('an object that is no JSON leaves the held copy, and none of its text is logged', async () => {
  const { clock, current, log, write } = given({ erp });
  const first = await current();
  write(`{"erp": "${SECRET}`);
  clock.advance(60_000);
  expect(await current()).toBe(first);
  expect(log.text()).not.toContain(SECRET.slice(6));
});

test.each<[string, object]>([
  ['a secret that is not base64', { ...erp, secrets: ['whsec_not base64!'] }],
  ['a secret without its prefix', { ...erp, secrets: [SECRET.slice(6)] }],
  ['an empty secret', { ...erp, secrets: ['whsec_'] }],
  ['no secret', { ...erp, secrets: [] }],
  ['no url', { secrets: [SECRET] }],
  ['a misspelt filter', { ...erp, type: ['a'] }],
])('%s makes this entry invalid and leaves the others, and is told without a value', async (_what, entry) => {
  const { current, log } = given({ bad: entry, erp });
  expect(await current()).toMatchObject({ bad: 'invalid', erp });
  expect(log.lines).toMatchObject([{ level: 'error', fields: { problems: [expect.stringContaining('bad')] } }]);
  expect(log.text()).not.toMatch(/MfKQ9r8|not base64!/);
});

test.each(['a/b', '', 'ü', 'a'.repeat(65)])('a destination may not be named %j', async (name) => {
  expect(await given({ [name]: erp }).current()).toEqual({ [name]: 'invalid' });
});
