// What the topic promises to whoever publishes, and to the queues behind it.
import { GiveUp } from '#shared/errors.ts';
import type { TopicEntry } from '#shared/ports.ts';
import { emulatedWorld } from './worlds/emulated.ts';
import { inEachWorld, withOpen } from './worlds/in-each-world.ts';
import { inMemoryWorld } from './worlds/in-memory.ts';
import { simulatedWorld } from './worlds/simulated.ts';
import type { PortWorld } from './worlds/services.ts';

const emulated = emulatedWorld();
const simulated = simulatedWorld();
const everywhere = { emulated, 'in-memory': inMemoryWorld(), simulated };
const whereQueuesSubscribe = { emulated, simulated };
withOpen(everywhere);

const attributes = { source: 'github', type: 'push' };
const entry = (message: string, changes: Partial<TopicEntry> = {}): TopicEntry => ({ message, attributes, ...changes });
const numbered = (count: number) => Array.from({ length: count }, (_, index) => entry(`message ${index}`));
const nothings = (count: number) => Array.from({ length: count }, () => undefined);
const inName = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, 'x']));

// https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
const bytesMax = 262_144;
const attributeBytes = 'sourceStringgithubtypeStringpush'.length;

inEachWorld(everywhere, (given) => {
  test('one call takes ten entries, neither an eleventh nor none at all', async () => {
    const { topic } = await given();
    expect(await topic.publish(numbered(10))).toEqual(nothings(10));
    await expect(topic.publish(numbered(11))).rejects.toThrow();
    await expect(topic.publish([])).rejects.toThrow();
  });

  test('one call takes 256 KiB of all its entries together, and not a byte more', async () => {
    const { topic } = await given();
    const half = bytesMax / 2 - attributeBytes;
    const entries = ['x'.repeat(half), 'y'.repeat(half)].map((message) => entry(message));
    expect(await topic.publish(entries)).toEqual(nothings(2));
    await expect(topic.publish([entries[0]!, entry('y'.repeat(half + 1))])).rejects.toThrow();
  });

  test.each<[string, Partial<TopicEntry>]>([
    ['without a message', { message: '' }],
    ['with a character that XML does not know', { message: 'not XML: \u0001' }],
    ['with an attribute without a value', { attributes: { source: '' } }],
  ])('an entry %s is given up by itself', async (_, changes) => {
    const { topic } = await given();
    const errors = await topic.publish([entry('good'), entry('bad', changes), entry('good')]);
    expect(errors).toEqual([undefined, expect.any(GiveUp), undefined]);
  });
});

/** Each with dead letters of its own, of the same name and `-dead-letters`. */
async function givenSubscribers(given: PortWorld['given'], policies: Readonly<Record<string, object>>) {
  const names = Object.keys(policies);
  const services = await given({
    queues: names.flatMap((name) => [
      { name: `${name}-dead-letters`, visibilitySeconds: 60 },
      { name, visibilitySeconds: 30, receivesMax: 5, deadLetters: `${name}-dead-letters` },
    ]),
    subscriptions: Object.entries(policies).map(([queue, filterPolicy]) => ({
      queue,
      filterPolicy: { ...filterPolicy },
      deadLetters: `${queue}-dead-letters`,
    })),
  });
  /** SNS delivers within moments. */
  const bodiesOn = async (name: string) => {
    await services.pass(5);
    const received = await services.queue(name).receive(100);
    return received.map(({ body }) => body).toSorted();
  };
  return { ...services, bodiesOn };
}

// The forms that functions/workers/wiring/worker-subscription.cjs writes.
const everyType = { type: [{ exists: true }] };

inEachWorld(whereQueuesSubscribe, (given) => {
  test('every queue that wants an entry gets it, unchanged, with its attributes and its group', async () => {
    const { topic, queue, pass } = await givenSubscribers(given, { archive: everyType, ledger: everyType });
    await topic.publish([entry('{"grüße":"& <🎉>"}\n', { group: 'tenant-1' })]);
    await pass(5);
    for (const name of ['archive', 'ledger']) {
      const received = await queue(name).receive(10);
      expect(received).toMatchObject([{ body: '{"grüße":"& <🎉>"}\n', attributes, group: 'tenant-1', receives: 1 }]);
      expect(received[0]).not.toHaveProperty('movedFrom');
    }
  });

  test('a filter takes types by name or by prefix, case by case, and sources besides', async () => {
    const { topic, bodiesOn } = await givenSubscribers(given, {
      named: { type: ['push', 'charge.refunded'] },
      prefixed: { type: [{ prefix: 'charge.' }] },
      sourced: { type: [{ exists: true }], source: ['github', { prefix: 'stripe-' }] },
      all: everyType,
    });
    const published = [
      ['push', 'github'],
      ['Push', 'github'],
      ['charge.refunded', 'stripe-eu'],
      ['charge', 'stripe'],
      ['recharge.refunded', 'Stripe-eu'],
    ].map(([type = '', source = '']) => entry(`${type} of ${source}`, { attributes: { type, source } }));
    const untyped = entry('untyped of github', { attributes: { source: 'github' } });
    await topic.publish([...published, untyped]);
    expect(await bodiesOn('named')).toEqual(['charge.refunded of stripe-eu', 'push of github']);
    expect(await bodiesOn('prefixed')).toEqual(['charge.refunded of stripe-eu']);
    expect(await bodiesOn('sourced')).toEqual(['Push of github', 'charge.refunded of stripe-eu', 'push of github']);
    expect(await bodiesOn('all')).toEqual(published.map(({ message }) => message).toSorted());
  });

  test('an entry that no queue wants is no error', async () => {
    const { topic, bodiesOn } = await givenSubscribers(given, { ledger: { type: ['charge.refunded'] } });
    expect(await topic.publish([entry('unwanted')])).toEqual([undefined]);
    expect([await bodiesOn('ledger'), await bodiesOn('ledger-dead-letters')]).toEqual([[], []]);
  });

  test('an entry of more attributes than a message has is a dead letter, which nobody moved', async () => {
    const { topic, queue, bodiesOn } = await givenSubscribers(given, { archive: everyType });
    const many = { ...inName(10), type: 'push' };
    expect(await topic.publish([entry('too many', { attributes: many }), entry('good')])).toEqual(nothings(2));
    expect(await bodiesOn('archive')).toEqual(['good']);
    const [deadLetter] = await queue('archive-dead-letters').receive(10);
    expect(deadLetter?.body).toBe('too many');
    expect(deadLetter).not.toHaveProperty('movedFrom');
  });

  test('what was refused is delivered to nobody, its neighbours are', async () => {
    const { topic, bodiesOn } = await givenSubscribers(given, { archive: everyType });
    await topic.publish([entry('first'), entry(''), entry('last')]);
    expect(await bodiesOn('archive')).toEqual(['first', 'last']);
  });
});
