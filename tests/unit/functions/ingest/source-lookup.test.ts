import { loadProvider } from '../../../../functions/ingest/providers/load-provider.ts';
import { createSourceLookup } from '../../../../functions/ingest/source-lookup.ts';
import { RejectedWebhook } from '#shared/errors.ts';
import { SOURCES_KEY } from '#shared/messages/source.ts';
import { fixedClock, memoryObjects, recordingLog, recordingMetrics, seededRandom } from '../../../support/ports.ts';

const SECONDS = 1000;
const HOURS = 3600 * SECONDS;
const SECRET = 'a-secret-nobody-may-read';

function given(sources: unknown = { stripe: { provider: 'stripe', secrets: [SECRET] } }, fraction?: number) {
  const [config, clock, log] = [memoryObjects('config'), fixedClock('2026-01-01T00:00:00Z'), recordingLog()];
  const write = (value: unknown) =>
    config.stored.set(SOURCES_KEY, { bytes: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)) });
  if (sources !== null) write(sources);
  const random = fraction === undefined ? seededRandom(1) : { fraction: () => fraction };
  const metrics = recordingMetrics();
  const lookup = createSourceLookup({ loadProvider, config, clock, random, log, metrics });
  return { config, clock, log, metrics, write, lookup };
}

test('the first look-up waits for the store, later ones answer from memory', async () => {
  const { config, lookup } = given();
  expect(await lookup.find('stripe')).toMatchObject({ provider: 'stripe', secrets: [{ value: SECRET }] });
  for (let count = 0; count < 10; count += 1) await lookup.find('stripe');
  expect(config.calls).toEqual([`get ${SOURCES_KEY}`]);
});

test('look-ups that come together share one read', async () => {
  const { config, lookup } = given();
  const found = await Promise.all([
    lookup.find('stripe'),
    lookup.refresh(),
    lookup.find('stripe'),
    lookup.find('nobody'),
  ]);
  expect(found.map((source) => (typeof source === 'object' ? source.provider : source))).toEqual([
    'stripe',
    undefined,
    'stripe',
    undefined,
  ]);
  expect(config.calls).toHaveLength(1);
});

test.each(['__proto__', 'constructor', 'toString', ''])('a source named %j is nobody', async (name) => {
  expect(await given().lookup.find(name)).toBeUndefined();
});

describe('the store is read again', () => {
  test.each([0, 0.5, 0.999_999])(
    'not before 45 s and not after 60 s, at a chance of %d, and only if it changed',
    async (fraction) => {
      const { config, clock, lookup } = given(undefined, fraction);
      await lookup.find('stripe');
      clock.advance(45 * SECONDS - 1);
      await lookup.refresh();
      expect(config.calls).toHaveLength(1);
      clock.advance(15 * SECONDS + 1);
      await lookup.refresh();
      expect(config.calls).toEqual([`get ${SOURCES_KEY}`, `getIfChanged ${SOURCES_KEY}`]);
    },
  );

  test('beside a look-up and never before it: the held copy answers at once', async () => {
    const { config, clock, write, lookup } = given();
    await lookup.find('stripe');
    clock.advance(60 * SECONDS);
    write({ renamed: { provider: 'stripe', secrets: ['s'] } });
    expect(await lookup.find('stripe')).toBeDefined();
    expect(config.calls).toHaveLength(1);
    await lookup.refresh();
    expect(await lookup.find('stripe')).toBeUndefined();
    expect(await lookup.find('renamed')).toBeDefined();
  });

  test('when it is unreachable, and the held copy serves for 24 h and no longer', async () => {
    const { config, clock, log, lookup } = given();
    await lookup.find('stripe');
    config.failWith(new Error('no answer'));
    clock.advance(24 * HOURS);
    await lookup.refresh();
    expect(await lookup.find('stripe')).toBeDefined();
    expect(log.lines).toMatchObject([{ level: 'error', fields: { heldSince: '2026-01-01T00:00:00.000Z' } }]);
    clock.advance(1);
    await expect(lookup.find('stripe')).rejects.toMatchObject({ status: 503, headers: { 'retry-after': '30' } });
    config.failWith(undefined);
    clock.advance(60 * SECONDS);
    await lookup.refresh();
    expect(await lookup.find('stripe')).toBeDefined();
  });

  test('and a copy found unchanged serves for another 24 h', async () => {
    const { config, clock, lookup } = given();
    await lookup.find('stripe');
    clock.advance(23 * HOURS);
    await lookup.refresh();
    config.failWith(new Error('no answer'));
    clock.advance(23 * HOURS);
    expect(await lookup.find('stripe')).toBeDefined();
  });

  test('within about a second while there is no copy at all', async () => {
    const { config, clock, write, lookup } = given(null);
    await expect(lookup.find('stripe')).rejects.toThrow(RejectedWebhook);
    await expect(lookup.find('stripe')).rejects.toMatchObject({ status: 503 });
    expect(config.calls).toHaveLength(1);
    write({ stripe: { provider: 'stripe', secrets: ['s'] } });
    clock.advance(1 * SECONDS);
    expect(await lookup.find('stripe')).toBeDefined();
  });
});

test.each([
  ['no JSON', `{"stripe":{"provider":"stripe","secrets":["${SECRET}"]}`, /not valid JSON/],
  ['a list', `["${SECRET}"]`, /no JSON object/],
])('an object that is %s leaves the held copy in use and is logged without its text', async (_, text, problem) => {
  const { clock, log, write, lookup } = given();
  await lookup.find('stripe');
  write(text);
  clock.advance(60 * SECONDS);
  await lookup.refresh();
  expect(await lookup.find('stripe')).toMatchObject({ secrets: [{ value: SECRET }] });
  expect(log.lines).toMatchObject([{ level: 'error', message: 'Sources could not be read' }]);
  expect(log.text()).toMatch(problem);
  expect(log.text()).not.toContain(SECRET);
});

test('an object that is no JSON answers 503 when there is no copy to hold', async () => {
  await expect(given('{').lookup.find('stripe')).rejects.toMatchObject({ status: 503 });
});

test.each([
  ['no provider', 'stripe', { secrets: [SECRET] }, 'stripe.provider'],
  ['secrets that are no list', 'stripe', { provider: 'stripe', secrets: SECRET }, 'stripe.secrets'],
  ['an empty secret', 'stripe', { provider: 'stripe', secrets: [''] }, 'stripe.secrets.0'],
  [
    'a secret valid from no date',
    'stripe',
    { provider: 'stripe', secrets: [{ value: SECRET, notBefore: SECRET }] },
    'stripe.secrets.0',
  ],
  ['a secret in place of an object', 'stripe', SECRET, 'stripe'],
  ['a blank in its name', 'my stripe', { provider: 'stripe', secrets: [] }, 'my stripe'],
])('an entry with %s is invalid alone, and logged by its place and never its value', async (_, name, entry, place) => {
  const { log, lookup } = given({ [name]: entry, github: { provider: 'github', secrets: ['s'] } });
  expect(await lookup.find(name)).toBe('invalid');
  expect(await lookup.find('github')).toMatchObject({ provider: 'github' });
  expect(log.lines).toHaveLength(1);
  expect(log.text()).toContain(place);
  expect(log.text()).not.toContain(SECRET);
});

describe('an environment that slept for hours', () => {
  const OLD = { stripe: { provider: 'stripe', secrets: ['old'] } };
  const NEW = { stripe: { provider: 'stripe', secrets: ['new'] } };

  test('asks the store before it answers: neither a retired secret nor a missing source', async () => {
    const { clock, write, lookup } = given(OLD);
    await lookup.find('stripe');
    write(NEW);
    clock.advance(10 * HOURS);
    expect(await lookup.find('stripe')).toMatchObject({ secrets: [{ value: 'new' }] });
  });

  test('answers after a day from a store that has not changed', async () => {
    const { clock, lookup } = given(OLD);
    await lookup.find('stripe');
    clock.advance(25 * HOURS);
    expect(await lookup.find('stripe')).toBeDefined();
  });

  test('answers from its copy after a moment when the store hangs', async () => {
    const { config, clock, lookup } = given(OLD);
    await lookup.find('stripe');
    config.getIfChanged = () => new Promise(() => undefined);
    clock.advance(10 * HOURS);
    const found = lookup.find('stripe');
    clock.advance(300);
    expect(await found).toMatchObject({ secrets: [{ value: 'old' }] });
  });
});

test('settings that a newer version may add are let through', async () => {
  const { lookup } = given({
    stripe: { provider: 'stripe', secrets: ['s'], redact: ['/a'] },
  });
  expect(await lookup.find('stripe')).toEqual({ provider: 'stripe', secrets: [{ value: 's' }], options: {} });
});
