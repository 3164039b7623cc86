import * as fc from 'fast-check';
import { GiveUp, RetryLater } from '#shared/errors.ts';
import { fingerprint } from '#shared/lambda/fingerprint.ts';
import { readRedacted } from '#shared/lambda/read-redacted.ts';

const of = (error: unknown, worker = 'forward') => fingerprint({ worker, chain: readRedacted(error) });

function withFrames(error: Error, ...frames: readonly string[]): Error {
  error.stack = [`${error.name}: ${error.message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}

const saying = (message: string, ...frames: readonly string[]) => of(withFrames(new Error(message), ...frames));

test('it is 16 characters of hex', () => {
  expect(of(new Error('x'))).toMatch(/^[0-9a-f]{16}$/);
});

const id = fc.oneof(
  fc.uuid(),
  fc.nat().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.stringMatching(/^[0-9a-f]{32}$/),
  fc.stringMatching(/^(evt|ch|pi)_[0-9][A-Za-z0-9]{6,20}$/),
  fc.stringMatching(/^[A-Za-z0-9+/]{40,60}$/),
  fc.stringMatching(/^"[^"\n\\]{0,30}"$/),
  fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString()),
  fc
    .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
);

const notFound = (one: string, other: string) => `the charge ${one} of ${other} was not found, tried in vain`;

test('ids, numbers, dates, tokens and quoted text of a message do not count', () => {
  fc.assert(
    fc.property(id, id, id, id, (a, b, c, d) => {
      expect(saying(notFound(a, b))).toBe(saying(notFound(c, d)));
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['Unexpected token \'a\', "abc" is not valid JSON', 'Unexpected token \'}\', ..."x": "y"}}"... is not valid JSON'],
  ['GET https://shop.example.com/orders/17?key=a failed', 'GET https://shop.example.com/orders/2444?key=b failed'],
  ["no order 'a-1' there", "no order 'it''s' there"],
  ['took 1.5 s, 3 of 4', 'took 12 s, 10 of 12'],
  ['at 2026-01-02T03:04:05.678Z', 'at 2027-12-31T23:59:59Z'],
])('%j and %j have one cause', (one, other) => {
  expect(saying(one)).toBe(saying(other));
});

const sentence = fc
  .array(fc.stringMatching(/^[a-z]{3,7}$/), { minLength: 2, maxLength: 8 })
  .map((parts) => parts.join(' '));

test('what is said otherwise is another cause', () => {
  fc.assert(
    fc.property(sentence, sentence, (one, other) => {
      fc.pre(one !== other);
      expect(saying(one)).not.toBe(saying(other));
    }),
  );
});

test('the worker, the name of the error, the destination and a cause tell causes apart', () => {
  const all = [
    of(new Error('x')),
    of(new Error('x'), 'archive'),
    of(new TypeError('x')),
    of(new RetryLater('x')),
    of(new GiveUp('x')),
    of(new GiveUp('x', { destination: 'shop' })),
    of(new GiveUp('x', { destination: 'crm' })),
    of(new Error('x', { cause: new Error('ECONNREFUSED') })),
    of(new Error('x', { cause: new Error('ETIMEDOUT') })),
    of(null),
    of('text'),
    of({}),
  ];
  expect(new Set(all).size).toBe(all.length);
});

const FRAMES = [
  'postEvent (/srv/pipeline/functions/workers/forward/post-event.ts:12:3)',
  'async forwardEvent (/srv/pipeline/functions/workers/forward/forward-event.ts:30:9)',
  'async Promise.all (index 0)',
  'async handler (/srv/pipeline/shared/lambda/batch-edge.ts:50:5)',
];

test('lines, files, bundles and how a function was called do not count', () => {
  const bundled = [
    'Object.postEvent2 [as post] (/var/task/functions/workers/forward/handler.cjs:40123:11)',
    'new Promise (<anonymous>)',
    'node:internal/process/task_queues:105:5',
    'process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
    'forwardEvent (/var/task/functions/workers/forward/handler.cjs:41000:1)',
    'mapper (/srv/pipeline/node_modules/p-map/index.js:100:3)',
    '/var/task/functions/workers/forward/handler.cjs:3:3',
    'async handler (/var/task/functions/workers/forward/handler.cjs:1:1)',
  ];
  expect(saying('x', ...bundled)).toBe(saying('x', ...FRAMES));
});

test('where it was thrown counts', () => {
  const elsewhere = FRAMES.map((frame) => frame.replace('postEvent', 'signEvent'));
  expect(saying('x', ...elsewhere)).not.toBe(saying('x', ...FRAMES));
});

test('what lies further away does not count', () => {
  expect(saying('x', ...FRAMES, 'main (/srv/pipeline/a.ts:1:1)')).toBe(saying('x', ...FRAMES));
});

test('a message of several lines that looks like a stack is a message', () => {
  const one = withFrames(new Error('first\n    at evil1 (/x.ts:1:1)'), ...FRAMES);
  const other = withFrames(new Error('first\n    at evil2 (/x.ts:1:1)'), ...FRAMES);
  expect(of(one)).toBe(of(other));
});
