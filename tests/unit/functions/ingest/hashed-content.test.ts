// What is named by the hash of what it says: nothing lost that the sender wrote, nothing added that it changes on retry.
import * as fc from 'fast-check';
import { asWritten } from '../../../../functions/ingest/as-written.ts';
import type { Provider } from '../../../../functions/ingest/providers/provider.ts';
import { ingestUnderTest } from '../../../support/ingest-under-test.ts';
import { madeUpProvider } from '../../../support/made-up-provider.ts';
import { signedRequest } from '../../../support/signed-request.ts';

const FORM = 'application/x-www-form-urlencoded';
const events = [{ at: '/e/*', id: [['itself:sha256']], type: [['/type']] }] as const;
const byBody = (volatile: readonly `/${string}`[], more: Partial<Provider> = {}) =>
  madeUpProvider({ identity: { kind: 'fields', id: [['body:sha256']], volatile }, ...more });

/** What was queued of these bodies, in their order. */
async function deliveriesOf(provider: Provider, bodies: readonly string[], contentType = 'application/json') {
  const sources = { 'made-up': { provider: 'made-up', secrets: ['s'] } };
  const ingest = ingestUnderTest({ providers: [provider], sources });
  for (const body of bodies) {
    // oxlint-disable-next-line no-await-in-loop -- in order
    expect(await ingest.post(signedRequest({ provider, secret: 's', body, contentType }))).toMatchObject({
      status: 202,
    });
  }
  return ingest.queued();
}
const idsOf = async (...given: Parameters<typeof deliveriesOf>) => (await deliveriesOf(...given)).map(({ id }) => id);
const eventIdsOf = async (...given: Parameters<typeof deliveriesOf>) =>
  (await deliveriesOf(...given)).flatMap((delivery) => delivery.events.map(({ id }) => id));

const alike = [
  ['12345678901234560', '12345678901234561'],
  ['1e400', '2e400'],
  ['0.10000000000000000001', '0.1'],
  ['{"a":12345678901234560}', '{"a":12345678901234561}'],
  ['"\\u00001.0"', '"1.0"'],
] as const;

test.each(alike)('%s and %s are two bodies without the places that change, and two elements', async (one, other) => {
  const bodies = [one, other].map((value) => `{"e":[{"n":${value}}],"attempt":1}`);
  const provider = byBody(['/attempt'], { events });
  expect(new Set(await idsOf(provider, bodies)).size).toBe(2);
  expect(new Set(await eventIdsOf(provider, bodies)).size).toBe(2);
});

test('what a number looks like in a text changes nothing', () => {
  for (const json of ['{"a":"1.0 \\" 1e400","b\\\\":[-1,0,1.5]}', '"1.0"', '1']) expect(asWritten(json)).toBe(json);
  expect(JSON.parse(asWritten('{"a\\"":1.0,"b":[-0,1E2]}'))).toEqual({
    'a"': '\u00001.0',
    b: ['\u0000-0', '\u00001E2'],
  });
});

test('every JSON stays what it was but for numbers that would be spelled otherwise', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const again = JSON.stringify(JSON.parse(json));
      const numbers = again.match(/-?\d[\d.eE+-]*/g) ?? [];
      fc.pre(numbers.every((number) => String(Number(number)) === number));
      expect(JSON.parse(asWritten(again))).toEqual(JSON.parse(again));
    }),
  );
});

test('4 MiB are read again within the time for an answer', () => {
  for (const unusual of ['1.0,', '{},', '"a",', '12345678901234561,']) {
    const json = `[${unusual.repeat(Math.floor((4 * 1024 * 1024) / unusual.length))}1]`;
    const startedAt = performance.now();
    JSON.parse(asWritten(json));
    expect(performance.now() - startedAt).toBeLessThan(3000);
  }
});

test.each(['header', 'fields'] as const)(
  'places that change stay out of a %s id that is the body’s hash',
  async (kind) => {
    const provider = madeUpProvider({ identity: { kind, id: [['body:sha256']], volatile: ['/attempt'] } });
    const [first, retry, other] = await idsOf(provider, [
      '{"attempt":1,"a":1}',
      '{"attempt":2,"a":1}',
      '{"attempt":1}',
    ]);
    expect(retry).toBe(first);
    expect(other).not.toBe(first);
  },
);

test('a place may be all that an array holds', async () => {
  const [first, retry, other] = await idsOf(byBody(['/attempts/*']), [
    '{"attempts":[1],"a":1}',
    '{"attempts":[1,2],"a":1}',
    '{"attempts":[1],"a":2}',
  ]);
  expect(retry).toBe(first);
  expect(other).not.toBe(first);
});

test('an element’s hash leaves out what changes, and an element that is nothing else has one', async () => {
  const provider = byBody(['/e/*/attempt', '/f/*'], { events: [...events, { ...events[0], at: '/f/*' }] });
  const [first, retry] = (
    await deliveriesOf(provider, ['{"e":[{"n":1,"attempt":1}],"f":[1]}', '{"e":[{"n":1,"attempt":2}],"f":[2]}'])
  ).map((delivery) => delivery.events.map(({ id }) => id));
  expect(first).toHaveLength(2);
  expect(retry).toEqual(first);
});

test('a form of more fields than are looked at is hashed as it came', async () => {
  const forms = ['1', '2'].map((last) => `attempt=1${'&a=1'.repeat(1000)}&z=${last}`);
  expect(new Set(await idsOf(byBody(['/attempt']), forms, FORM)).size).toBe(2);
});

test('what stands in a form beside its JSON counts', async () => {
  const forms = ['payload={"attempt":1}&a=1', 'payload={"attempt":2}&a=1', 'payload={"attempt":1}&a=2'];
  const [first, retry, other] = await idsOf(byBody(['/attempt'], { formJsonField: 'payload' }), forms, FORM);
  expect(retry).toBe(first);
  expect(other).not.toBe(first);
});

describe('an element without an id where others have one', () => {
  const provider = madeUpProvider({
    identity: { kind: 'none' },
    events: [{ at: '/*', id: [['/id']], type: [['/type']] }],
  });

  test('is named by what it says, wherever it comes again', async () => {
    const [delivery, regrouped] = await deliveriesOf(provider, [
      '[{"id":"a"},{"n":1},{"n":2},null]',
      '[{"n":2},{"id":"a"},{"n":1},null]',
    ]);
    const [a, one, two, none] = delivery?.events.map(({ id }) => id) ?? [];
    expect(new Set([a, one, two, none]).size).toBe(4);
    expect(regrouped?.events.map(({ id }) => id)).toEqual([two, a, one, none]);
  });
});

const long = (last: string) => `${'x'.repeat(256)}${last}`;

test('an id that is longer than ids are names its event by its hash, and is not carried along', async () => {
  const provider = madeUpProvider({
    identity: { kind: 'signed', id: [['/id']] },
    events: [{ at: '/e/*', id: [['/id']], type: [['/type']] }],
    orSingle: true,
  });
  const single = [long('1'), long('1'), long('2')].map((id) => `{"id":"${id}"}`);
  const [first, again, other] = await deliveriesOf(provider, single);
  expect([again?.id, first?.senderEventId, first?.events[0]?.senderEventId]).toEqual([first?.id, undefined, undefined]);
  expect(other?.id).not.toBe(first?.id);
  const [array] = await deliveriesOf(provider, [`{"id":"a","e":[{"id":"${long('1')}"},{"id":"${long('2')}"}]}`]);
  expect(new Set(array?.events.map(({ id }) => id)).size).toBe(2);
  expect(array?.events.map(({ senderEventId }) => senderEventId)).toEqual([undefined, undefined]);
});

test.each([
  ['the body’s hash', [['body:sha256', '/n']], [['/t']]],
  ['a long text of the whole', [['root:/pad', '/n']], [['/t']]],
  ['a long text as a type', [['/n']], [['root:/pad', '/n']]],
] as const)('thousands of events named with %s take no longer than the body’s length warrants', async (_, id, type) => {
  const provider = madeUpProvider({ identity: { kind: 'none' }, events: [{ at: '/e/*', id, type }] });
  const numbered = Array.from({ length: 5000 }, (__, n) => ({ n: n + 1 }));
  const startedAt = performance.now();
  const ids = await eventIdsOf(provider, [JSON.stringify({ pad: 'x'.repeat(3_900_000), e: numbered })]);
  expect(performance.now() - startedAt).toBeLessThan(3000);
  expect(new Set(ids).size).toBe(5000);
});
