import * as fc from 'fast-check';
import type { Provider } from '../../../../functions/ingest/providers/provider.ts';
import { github } from '../../../../functions/ingest/providers/github/github.ts';
import { ingestUnderTest } from '../../../support/ingest-under-test.ts';
import { madeUpArrayProvider, madeUpProvider } from '../../../support/made-up-provider.ts';
import { signedRequest } from '../../../support/signed-request.ts';

interface Sent {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly sourceName?: string;
}

/** Posts them to one ingest, in order, and gives what was queued. */
async function deliveriesOf(provider: Provider, ...sent: readonly Sent[]) {
  const source = { provider: 'made-up', secrets: ['s'] };
  const ingest = ingestUnderTest({ providers: [provider], sources: { 'made-up': source, second: source } });
  const answers = [];
  for (const { body, ...request } of sent) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    answers.push(await ingest.post(signedRequest({ provider, secret: 's', body: text, ...request })));
  }
  return { deliveries: ingest.queued(), answers, statuses: answers.map(({ status }) => status) };
}

async function idsOf(provider: Provider, ...sent: readonly Sent[]): Promise<readonly (string | undefined)[]> {
  const { deliveries } = await deliveriesOf(provider, ...sent);
  expect(deliveries).toHaveLength(sent.length);
  return deliveries.map(({ id }) => id);
}

describe('an id that the signature covers', () => {
  const provider = madeUpProvider({ identity: { kind: 'signed', id: [['/id'], ['/fallback']] } });

  test('names the delivery whatever else the body says, since senders change counters on retry', async () => {
    const [first, retried] = await idsOf(
      provider,
      { body: { id: 'a', attempt: 1 } },
      { body: { id: 'a', attempt: 2 } },
    );
    expect(retried).toBe(first);
  });

  test('is another one at another source, and another one for another id', async () => {
    const [first, elsewhere, other] = await idsOf(
      provider,
      { body: { id: 'a' } },
      { body: { id: 'a' }, sourceName: 'second' },
      { body: { id: 'b' } },
    );
    expect(new Set([first, elsewhere, other]).size).toBe(3);
  });

  test('comes from the first alternative that is complete; empty and null are absent', async () => {
    const [both, onlyFallback] = await idsOf(
      provider,
      { body: { id: '', fallback: 'f' } },
      { body: { id: null, fallback: 'f' } },
    );
    expect(both).toBe(onlyFallback);
  });

  test('may be a number', async () => {
    const [number, text] = await idsOf(provider, { body: { id: 7 } }, { body: { id: '7' } });
    expect(number).toBe(text);
  });

  test('is 32 hexadecimal digits, whatever the sender calls it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 }), async (id) => {
        const [made] = await idsOf(provider, { body: { id } });
        expect(made).toMatch(/^[0-9a-f]{32}$/);
      }),
      { numRuns: 30 },
    );
  });

  test.each(['1e400', '2e999', '1.5', '9007199254740993'])(
    'is not the number %s: others would share it',
    async (id) => {
      const { statuses } = await deliveriesOf(provider, { body: `{"id":${id}}` });
      expect(statuses).toEqual([400]);
    },
  );

  test('is never made up: without it the webhook is malformed', async () => {
    const { statuses, deliveries } = await deliveriesOf(
      provider,
      { body: { other: 1 } },
      { body: { id: {} } },
      { body: { __proto__: { id: 'x' } } },
    );
    expect(statuses).toEqual([400, 400, 400]);
    expect(deliveries).toEqual([]);
  });
});

test('no id is read off a prototype', async () => {
  const provider = madeUpProvider({ identity: { kind: 'signed', id: [['/constructor/name'], ['/toString/name']] } });
  expect((await deliveriesOf(provider, { body: '{}' }, { body: '[]' })).statuses).toEqual([400, 400]);
});

describe('an id in an unsigned header', () => {
  const provider = madeUpProvider();

  test('counts together with the body, so that it cannot be put on another genuine one', async () => {
    const headers = { 'x-id': '1' };
    const [first, again, otherBody, otherId] = await idsOf(
      provider,
      { headers, body: '{"a":1}' },
      { headers, body: '{"a":1}' },
      { headers, body: '{"a":2}' },
      { headers: { 'x-id': '2' }, body: '{"a":1}' },
    );
    expect(again).toBe(first);
    expect(new Set([first, otherBody, otherId]).size).toBe(3);
  });

  test('leaves out the places that the sender changes on retry', async () => {
    const volatile = madeUpProvider({
      identity: { kind: 'header', id: [['header:x-id']], volatile: ['/attempt', '/meta/sent~1at', '/not/there'] },
    });
    const headers = { 'x-id': '1' };
    const [first, retried, otherData] = await idsOf(
      volatile,
      { headers, body: { a: 1, attempt: 1, meta: { 'sent/at': 1, kept: 1 } } },
      { headers, body: { a: 1, attempt: 2, meta: { 'sent/at': 2, kept: 1 } } },
      { headers, body: { a: 1, attempt: 1, meta: { 'sent/at': 1, kept: 2 } } },
    );
    expect(retried).toBe(first);
    expect(otherData).not.toBe(first);
  });

  test('leaves nothing out through a prototype', async () => {
    const volatile = madeUpProvider({
      identity: { kind: 'header', id: [['header:x-id']], volatile: ['/__proto__/polluted', '/constructor/name'] },
    });
    const [id] = await idsOf(volatile, {
      headers: { 'x-id': '1' },
      body: '{"__proto__":{"polluted":1},"constructor":{"name":"n"}}',
    });
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(Object.prototype).not.toHaveProperty('polluted');
    expect(Object.name).toBe('Object');
  });
});

describe('an id made of several fields', () => {
  const provider = madeUpProvider({ identity: { kind: 'fields', id: [['/uri', '/event']] } });

  test('needs all of them and keeps them apart', async () => {
    const [first, shifted] = await idsOf(
      provider,
      { body: { uri: 'ab', event: 'c' } },
      { body: { uri: 'a', event: 'bc' } },
    );
    expect(shifted).not.toBe(first);
    expect((await deliveriesOf(provider, { body: { uri: 'ab' } })).statuses).toEqual([400]);
  });
});

test('a sender that never repeats gets a fresh id each time', async () => {
  const [first, second] = await idsOf(madeUpProvider({ identity: { kind: 'none' } }), { body: '{}' }, { body: '{}' });
  expect(second).not.toBe(first);
});

const element = (id: string | number, type = 'seen') => ({ id, type });

describe('an array of events', () => {
  const provider = madeUpArrayProvider();
  const eventsOf = async (...bodies: readonly unknown[]) => {
    const { deliveries } = await deliveriesOf(provider, ...bodies.map((body) => ({ body })));
    return deliveries.flatMap(({ events }) => events);
  };

  test('lists each element with its own id, type and place', async () => {
    const events = await eventsOf([element('a'), element(2, 'clicked')]);
    expect(events).toEqual([
      { id: expect.stringMatching(/^[0-9a-f]{32}$/), type: 'seen', senderEventId: 'a', pointer: '/0' },
      { id: expect.stringMatching(/^[0-9a-f]{32}$/), type: 'clicked', senderEventId: '2', pointer: '/1' },
    ]);
  });

  test('may lie inside the body', async () => {
    const nested = madeUpArrayProvider('/data/events/*');
    const { deliveries } = await deliveriesOf(nested, { body: { data: { events: [element('a')] } } });
    expect(deliveries[0]?.events).toMatchObject([{ pointer: '/data/events/0' }]);
  });

  test('gives an event the same id however the sender groups it', async () => {
    const events = await eventsOf(
      [element('a'), element('b'), element('c')],
      [element('c')],
      [element('b'), element('a')],
    );
    const idsByName = Map.groupBy(events, ({ senderEventId }) => senderEventId);
    expect([...idsByName.values()].map((same) => new Set(same.map(({ id }) => id)).size)).toEqual([1, 1, 1]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(3);
  });

  test.each([
    ['without an id', [{ type: 'seen' }, { type: 'clicked' }]],
    ['that is no object', ['b']],
    ['that is null', [null]],
    ['whose id is on its prototype', '[{"__proto__":{"id":"a"}}]'],
  ])('with no element but one %s is malformed as a whole', async (_, body) => {
    const { statuses, deliveries } = await deliveriesOf(provider, { body });
    expect(statuses).toEqual([400]);
    expect(deliveries).toEqual([]);
  });

  test('that is empty or no array is malformed', async () => {
    expect((await deliveriesOf(provider, { body: [] }, { body: {} })).statuses).toEqual([400, 400]);
    expect(
      (await deliveriesOf(madeUpArrayProvider('/events/*'), { body: [] }, { body: { events: {} } })).statuses,
    ).toEqual([400, 400]);
  });

  test('is answered with one delivery id', async () => {
    const { deliveries, answers } = await deliveriesOf(provider, { body: [element('a'), element('b')] });
    expect(JSON.parse(answers[0]!.body)).toEqual({ deliveryId: deliveries[0]?.id });
  });
});

test("GitHub's delivery id on the same body under another event type is another delivery: neither is signed", async () => {
  const ingest = ingestUnderTest({ sources: { github: { provider: 'github', secrets: ['s'] } } });
  for (const event of ['push', 'deployment', 'push']) {
    const headers = { 'x-github-event': event, 'x-github-delivery': 'one' };
    await ingest.post(signedRequest({ provider: github, secret: 's', body: '{}', sourceName: 'github', headers }));
  }
  const [pushed, deployed, again] = ingest.queued().map(({ id }) => id);
  expect(again).toBe(pushed);
  expect(deployed).not.toBe(pushed);
});

test('an array of more events than any sender posts is too large', async () => {
  const elements = Array.from({ length: 10_001 }, (_, id) => ({ id: String(id), type: 'seen' }));
  const { statuses } = await deliveriesOf(madeUpArrayProvider(), { body: elements }, { body: elements.slice(1) });
  expect(statuses).toEqual([413, 202]);
});

const value = (messages: readonly object[], statuses: readonly object[] = []) => ({ messages, statuses });
const wa = (id: string) => ({ id, type: 'text' });

describe('elements at several places', () => {
  const provider = madeUpProvider({
    identity: { kind: 'none' },
    events: [
      {
        at: '/entry/*/changes/*/value/messages/*',
        id: [['/id']],
        type: [['root:/object', 'root:/entry/*/changes/*/field', '/type']],
      },
      { at: '/entry/*/changes/*/value/statuses/*', id: [['/id', '/status']], type: [['/status']] },
      {
        at: '/entry/*/changes/*',
        id: [['root:/entry/*/id', 'root:/entry/*/time', '/field']],
        type: [['root:/object', '/field']],
      },
    ],
  });
  const eventsOf = async (body: unknown) => (await deliveriesOf(provider, { body })).deliveries[0]?.events ?? [];

  test('are events where nothing deeper is one, each typed by what stands around it', async () => {
    const body = {
      object: 'page',
      entry: [
        {
          id: 'e0',
          time: 1,
          changes: [
            { field: 'messages', value: value([wa('m1'), wa('m2')]) },
            { field: 'feed', value: {} },
          ],
        },
        { id: 'e1', time: 2, changes: [{ field: 'messages', value: value([], [{ id: 'm1', status: 'read' }]) }] },
      ],
    };
    expect((await eventsOf(body)).map(({ type, pointer }) => [type, pointer])).toEqual([
      ['page.messages.text', '/entry/0/changes/0/value/messages/0'],
      ['page.messages.text', '/entry/0/changes/0/value/messages/1'],
      ['read', '/entry/1/changes/0/value/statuses/0'],
      ['page.feed', '/entry/0/changes/1'],
    ]);
  });

  test('keep their ids in whatever groups a sender posts them again', async () => {
    const message = fc.record({ entry: fc.nat({ max: 3 }), change: fc.nat({ max: 2 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 12 }), fc.boolean(), async (places, isReversed) => {
        const grouped = (groupOf: (place: { entry: number; change: number }) => readonly [number, number]) => {
          const entries = new Map<number, Map<number, object[]>>();
          for (const [index, place] of places.entries()) {
            const [entry, change] = groupOf(place);
            const changes = entries.get(entry) ?? new Map<number, object[]>();
            entries.set(entry, changes.set(change, [...(changes.get(change) ?? []), wa(`m${index}`)]));
          }
          const list = [...entries].map(([id, changes]) => ({
            id,
            time: id,
            changes: [...changes.values()].map((messages) => ({ field: 'messages', value: value(messages) })),
          }));
          return { object: 'page', entry: isReversed ? list.toReversed() : list };
        };
        const idsBySender = (events: Awaited<ReturnType<typeof eventsOf>>) =>
          Object.fromEntries(events.map(({ senderEventId, id }) => [senderEventId, id]));
        const once = idsBySender(await eventsOf(grouped(({ entry, change }) => [entry, change])));
        const again = idsBySender(await eventsOf(grouped(() => [0, 0])));
        expect(Object.keys(once)).toHaveLength(places.length);
        expect(again).toEqual(once);
      }),
      { numRuns: 30 },
    );
  });

  test('are not looked for in what is no array, nor in prototypes', async () => {
    for (const body of [
      '{"entry":{"0":{"changes":[{}]}}}',
      '{"__proto__":{"entry":[{"changes":[{}]}]}}',
      '[]',
      '{"entry":[null,1]}',
    ]) {
      expect((await deliveriesOf(provider, { body })).statuses).toEqual([400]);
    }
  });

  test('take no longer to find than the body’s length warrants', async () => {
    const body = `{"entry":[${'{"changes":[]},'.repeat(250_000)}{}]}`;
    const startedAt = performance.now();
    expect((await deliveriesOf(provider, { body })).statuses).toEqual([400]);
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });
});

test('an element may be a mere text, which is then its own id', async () => {
  const at = '/list_folder/accounts/*';
  const provider = madeUpProvider({
    identity: { kind: 'none' },
    events: [{ at, id: [['itself']], type: [['header:x-type']] }],
  });
  const body = { list_folder: { accounts: ['dbid:A', 'dbid:B'] } };
  const { deliveries } = await deliveriesOf(provider, { body, headers: { 'x-type': 'changed' } }, { body });
  expect(deliveries.map(({ events }) => events.map(({ senderEventId, type }) => [senderEventId, type]))).toEqual([
    [
      ['dbid:A', 'changed'],
      ['dbid:B', 'changed'],
    ],
    [
      ['dbid:A', 'other'],
      ['dbid:B', 'other'],
    ],
  ]);
  expect((await deliveriesOf(provider, { body: { list_folder: { accounts: [{}] } } })).statuses).toEqual([400]);
});

test('elements without an id that repeats are named by their delivery and their place', async () => {
  const events = [{ at: '/*', id: 'none', type: [['/type']] }] as const;
  const repeating = madeUpProvider({ identity: { kind: 'header', id: [['header:x-id']] }, events });
  const sent = { body: [{ type: 'a' }, { type: 'a' }], headers: { 'x-id': '1' } };
  const { deliveries } = await deliveriesOf(repeating, sent, sent, { ...sent, headers: { 'x-id': '2' } });
  const [first, again, other] = deliveries.map((delivery) => delivery.events.map(({ id }) => id));
  expect(again).toEqual(first);
  expect(new Set([...(first ?? []), ...(other ?? [])]).size).toBe(4);
  const fresh = madeUpProvider({ identity: { kind: 'none' }, events });
  const twice = (await deliveriesOf(fresh, sent, sent)).deliveries.flatMap((delivery) => delivery.events);
  expect(new Set(twice.map(({ id }) => id)).size).toBe(4);
});

describe('a sender of arrays that also posts single events', () => {
  const events = [{ at: '/*', id: [['/id']], type: [['/type']] }] as const;
  const provider = madeUpProvider({
    identity: { kind: 'signed', id: [['/id'], ['body:sha256']] },
    events,
    orSingle: true,
  });

  test('posts one event where there are no elements', async () => {
    const { deliveries } = await deliveriesOf(
      provider,
      { body: { id: 'a', type: 'single' } },
      { body: [element('b')] },
    );
    expect(deliveries.map((delivery) => delivery.events)).toEqual([
      [{ id: deliveries[0]?.id, type: 'single', senderEventId: 'a' }],
      [{ id: expect.any(String), type: 'seen', senderEventId: 'b', pointer: '/0' }],
    ]);
  });
});

test('a type may be the name of what stands beside a field', async () => {
  const provider = madeUpProvider({
    identity: { kind: 'signed', id: [['/update_id']] },
    type: [['beside:/update_id', '/kind'], ['beside:/update_id']],
  });
  const { deliveries } = await deliveriesOf(
    provider,
    { body: { update_id: 1, message: {} } },
    { body: { edited: {}, update_id: 2, message: {} } },
    { body: { update_id: 3 } },
    { body: { update_id: 4, message: {}, kind: 'k' } },
    { body: '{"update_id":5,"a b":1}' },
  );
  expect(deliveries.map(({ events }) => events[0]?.type)).toEqual(['message', 'edited', 'other', 'message.k', 'other']);
});

test('the hash of the body names what nothing in it does, as XML', async () => {
  const provider = madeUpProvider({
    identity: { kind: 'fields', id: [['/id'], ['body:sha256']] },
    contentTypes: ['text/xml'],
    type: [['/type']],
  });
  const ingest = ingestUnderTest({
    providers: [provider],
    sources: { 'made-up': { provider: 'made-up', secrets: ['s'] } },
  });
  for (const body of ['<a id="1"/>', '<a id="1"/>', '<a id="2"/>']) {
    const request = signedRequest({ provider, secret: 's', body, contentType: 'text/xml; charset=utf-8' });
    expect(await ingest.post(request)).toMatchObject({ status: 202 });
  }
  const [first, again, other] = ingest.queued();
  expect(first).toMatchObject({ contentType: 'text/xml', body: { text: '<a id="1"/>' }, events: [{ type: 'other' }] });
  expect(again?.id).toBe(first?.id);
  expect(other?.id).not.toBe(first?.id);
});

test('whatever a sender changes at volatile places when it posts again, the id stays; anything else changes it', async () => {
  const places = ['/attempt', '/meta/sent~1at', '/list/0/n'] as const;
  const provider = madeUpProvider({ identity: { kind: 'header', id: [['header:x-id']], volatile: places } });
  const written = fc.record({ attempt: fc.jsonValue(), sentAt: fc.jsonValue(), n: fc.jsonValue() });
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), written, written, async (kept, first, again) => {
      const body = ({ attempt, sentAt, n }: typeof first, what: unknown = kept) => ({
        attempt,
        meta: { 'sent/at': sentAt, kept: what },
        list: [{ n }, 1],
      });
      const headers = { 'x-id': '1' };
      const [one, two, other] = await idsOf(
        provider,
        { headers, body: body(first) },
        { headers, body: body(again) },
        { headers, body: body(first, [kept, 'more']) },
      );
      expect(two).toBe(one);
      expect(other).not.toBe(one);
    }),
    { numRuns: 50 },
  );
});
