import * as fc from 'fast-check';
import { createArrayOpener } from '../../../../functions/dispatch/array-opener.ts';
import { eventsOf } from '../../../../functions/dispatch/events-of.ts';
import { checkInBody, readBody } from '#shared/messages/body.ts';
import { writeEvent } from '#shared/messages/event.ts';
import { givenDelivery } from '../../../support/given-messages.ts';
import { memoryObjects } from '../../../support/ports.ts';

async function slice(text: string, ...pointers: readonly string[]) {
  const results = memoryObjects();
  const body = await checkInBody(Buffer.from(text), 'made-up/d', results);
  const events = pointers.map((pointer, index) => ({ id: `e${index}`, type: 'seen', pointer }));
  const sliced = await eventsOf(givenDelivery({ body, events }), createArrayOpener(results), results);
  const bodies = await Promise.all(sliced.map(async (event) => (await readBody(event.body, results)).toString()));
  return { sliced, bodies, body, results };
}

test.each<[string, string, string, string]>([
  ['a number as it was written', '[1.0]', '/0', '1.0'],
  ['an exponent', '[1e3, 1E+2]', '/1', '1E+2'],
  ['a number no double holds', '[{"id":12345678901234567890}]', '/0', '{"id":12345678901234567890}'],
  ['a negative zero', '[-0]', '/0', '-0'],
  [
    'escapes and characters beside each other',
    '["\\u00e9é\\/\\ud83d\\ude80🚀"]',
    '/0',
    '"\\u00e9é\\/\\ud83d\\ude80🚀"',
  ],
  ['spacing inside the element, none around it', '[ { "a" :\r\n1 }\t]', '/0', '{ "a" :\r\n1 }'],
  ['a nested place', '{"data":{"events":[0,{"id":1}]}}', '/data/events/1', '{"id":1}'],
  ['a place inside another array', '[[1,2],[3,4]]', '/1/0', '3'],
  ['a name with a slash and a tilde', '{"a/b~c":["x"]}', '/a~1b~0c/0', '"x"'],
  ['a name that is an escape', '{"\\u0061":["x"]}', '/a/0', '"x"'],
  ['a name that looks like an index', '{"0":["x"]}', '/0/0', '"x"'],
  ['a name of an empty text', '{"":["x"]}', '//0', '"x"'],
  ['the last of a name that stands there twice, as JSON.parse has it', '{"a":[1],"a":[2]}', '/a/0', '2'],
  ['__proto__', '{"__proto__":["x"]}', '/__proto__/0', '"x"'],
  ['characters outside the basic plane before it', '["🚀🚀","é","x"]', '/2', '"x"'],
])('an element is cut out exactly: %s', async (_, text, pointer, expected) => {
  const { bodies } = await slice(text, pointer);
  expect(bodies).toEqual([expected]);
});

test('an event of an array carries its element, its place, and where the signed body is kept once', async () => {
  const { sliced, body, results } = await slice('{"events":["a","b"]}', '/events/0', '/events/1');
  expect(sliced).toMatchObject([
    {
      id: 'e0',
      deliveryId: 'd'.repeat(32),
      body: { text: '"a"' },
      element: { index: 0, pointer: '/events/0', signedBody: body },
    },
    {
      id: 'e1',
      deliveryId: 'd'.repeat(32),
      body: { text: '"b"' },
      element: { index: 1, pointer: '/events/1', signedBody: body },
    },
  ]);
  expect(results.calls.filter((call) => call.startsWith('get'))).toHaveLength(1);
});

test.each(['/1', '/x', '/0/a', '/-'])(
  'a place where nothing stands (%j) is an error that names it and quotes no body',
  async (pointer) => {
    const slicing = slice('["nobody may read this"]', pointer);
    await expect(slicing).rejects.toThrow(new RegExp(`^The body claim-checks/\\S+ has nothing at ${pointer}$`));
  },
);

test('an element up to 200 KiB travels in the event, a larger one behind a pointer of its own', async () => {
  const fits = `"${'x'.repeat(200 * 1024 - JSON.stringify({ text: '""' }).length)}"`;
  const { sliced, bodies, results, body } = await slice(`[${fits},${fits.replace('"', '"x')}]`, '/0', '/1');
  expect(sliced.map((event) => 'key' in event.body)).toEqual([false, true]);
  expect(bodies.map((text) => text.length)).toEqual([fits.length, fits.length + 1]);
  expect(results.stored.size).toBe(2);
  expect(sliced[1]?.body).toMatchObject({ key: expect.stringMatching(/^claim-checks\/stripe-eu\/d{32}\//) });
  expect(sliced[1]?.element?.signedBody).toEqual(body);
  for (const event of sliced) expect(writeEvent(event).length).toBeLessThan(256 * 1024 - 4096);
});

test('what is cut out of any JSON means what JSON.parse finds there', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue({ stringUnit: 'grapheme' }), { minLength: 1 }),
      fc.nat({ max: 4 }),
      async (values, indent) => {
        const { bodies } = await slice(
          JSON.stringify({ list: values }, null, indent),
          ...values.map((_, index) => `/list/${index}`),
        );
        expect(bodies.map((text): unknown => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(values)));
      },
    ),
    { numRuns: 50 },
  );
});

test('a body that is no longer the one that was verified is refused', async () => {
  const results = memoryObjects();
  const body = await checkInBody(Buffer.from('["a"]'), 'made-up/d', results);
  results.stored.set(body.key, { bytes: Buffer.from('["b"]') });
  const delivery = givenDelivery({ body, events: [{ id: 'e', type: 'seen', pointer: '/0' }] });
  await expect(eventsOf(delivery, createArrayOpener(results), results)).rejects.toThrow(
    'is not the one that was verified',
  );
});
