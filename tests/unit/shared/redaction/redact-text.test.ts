import * as fc from 'fast-check';
import { builtInRedaction } from '#shared/redaction/built-in-redaction.ts';
import { createFieldPaths } from '#shared/redaction/field-paths.ts';
import { redactText } from '#shared/redaction/redact-text.ts';

const redact = (value: unknown, ...fields: readonly string[]) => redactJson(JSON.stringify(value), ...fields);

function redactJson(text: string, ...fields: readonly string[]) {
  const redacted = redactText({ text, contentType: 'application/json' }, createFieldPaths(fields));
  if (!redacted) throw new Error('This is no JSON');
  return redacted;
}

const seen = (value: unknown, ...fields: readonly string[]): unknown => JSON.parse(redact(value, ...fields).text);

const CARD_HIDDEN = { 'card.cvc': '•••', 'card[cvc]': '•••', 'card/cvc': '•••', card: { cvc: '•••' } };

test.each([
  ['data.email', { data: { email: 'a', name: 'b' } }, { data: { email: '•••', name: 'b' } }],
  ['data.*', { data: { email: 'a' }, id: 1 }, { data: { email: '•••' }, id: 1 }],
  ['data.*.email', { data: { one: { email: 'a' }, email: 'b' } }, { data: { one: { email: '•••' }, email: 'b' } }],
  [
    '**.email',
    { email: 1, a: [{ email: null }], b: { c: { email: { x: 1 } } } },
    // A null hides nothing: nobody must take it for a value that is not shown.
    { email: '•••', a: [{ email: null }], b: { c: { email: '•••' } } },
  ],
  ['a.**.z', { a: { z: 1, b: { z: 2 } }, z: 3 }, { a: { z: '•••', b: { z: '•••' } }, z: 3 }],
  ['a.**', { a: { z: 1 }, b: 2 }, { a: '•••', b: 2 }],
  ['items.email', { items: [{ email: 'a' }, [{ email: 'b' }]] }, { items: [{ email: '•••' }, [{ email: '•••' }]] }],
  ['items.1.email', { items: [{ email: 'a' }, { email: 'b' }] }, { items: [{ email: 'a' }, { email: '•••' }] }],
  ['items.*', { items: ['a', 'b'] }, { items: ['•••', '•••'] }],
  ['items', { items: ['a', 'b'] }, { items: '•••' }],
  [
    '**.card_number',
    { cardNumber: 1, 'CARD-NUMBER': 2, cardnumbers: 3 },
    { cardNumber: '•••', 'CARD-NUMBER': '•••', cardnumbers: 3 },
  ],
  ['**.*token*', { access_token: 'a', tokens: 'b', tok: 'c' }, { access_token: '•••', tokens: '•••', tok: 'c' }],
  ['**', [1, 2], '•••'],
  ['card.cvc', { 'card.cvc': 1, 'card[cvc]': 2, 'card/cvc': 3, card: { cvc: 4 } }, CARD_HIDDEN],
  [
    'items.email',
    { 'items[0][email]': 1, 'items[][email]': 2, 'x[email]': 3 },
    { 'items[0][email]': '•••', 'items[][email]': '•••', 'x[email]': 3 },
  ],
  [
    '**.card_number',
    { 'card number': 1, ' Card.Number ': 2, numbers: 3 },
    { 'card number': '•••', ' Card.Number ': '•••', numbers: 3 },
  ],
  ['nowhere', { a: 1 }, { a: 1 }],
])('%s hides what it says and nothing else', (field, value, expected) => {
  expect(seen(value, field)).toEqual(expected);
});

test('what is hidden is named by its place', () => {
  const value = { data: { email: 'a', items: [{ token: 'b' }] } };
  expect(redact(value, '**.email', '**.token').hidden).toEqual(['data.email', 'data.items.0.token']);
});

test('all else stays as it was written', () => {
  const text =
    '{ "id": 12345678901234567890, "a": 1.0, "a": "\\u00e9",\n\t"email" : "x" , "email":[ {"]":"}"} ], "z":{} }';
  expect(redactJson(text, 'email').text).toBe(
    '{ "id": 12345678901234567890, "a": 1.0, "a": "\\u00e9",\n\t"email" : "•••" , "email":"•••", "z":{} }',
  );
});

test('names of the prototype are names like all others', () => {
  const text = '{"__proto__":{"email":"a","constructor":"b"},"toString":1}';
  expect(redactJson(text, '**.email', '**.constructor', '__proto__.none').text).toBe(
    '{"__proto__":{"email":"•••","constructor":"•••"},"toString":1}',
  );
  expect(({} as { email?: string }).email).toBeUndefined();
});

test('a name is compared as it reads, however it is escaped', () => {
  expect(redactJson('{"e\\u006dail":"a","x\\"email":"b"}', '**.email').text).toBe(
    '{"e\\u006dail":"•••","x\\"email":"b"}',
  );
});

test('text nested deeper than any function could follow is redacted', () => {
  const text = `${'{"a":['.repeat(4000)}{"email":"me"}${']}'.repeat(4000)}`;
  expect(redactJson(text, '**.email').text).not.toContain('"me"');
});

/** Every value is its own word, so that it can be looked for. */
const body = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.nat().map((nat) => `v${nat}v`),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.constantFrom(
        'email',
        'data.email',
        'data[0]',
        'Card_Number',
        'card [x]',
        '__proto__',
        'constructor',
        'x"]}',
        '0',
      ),
      tie('value'),
      {
        maxKeys: 5,
      },
    ),
  ),
})).value;

const field = fc
  .array(fc.constantFrom('email', 'data', '*', '**', 'card*', '__proto__', '0'), { minLength: 1, maxLength: 4 })
  .map((steps) => steps.join('.'));

const normal = (text: string) => text.toLowerCase().replaceAll(/[-_.\s]/g, '');

interface Way {
  readonly path: readonly string[];
  readonly kinds: readonly ('list' | 'object')[];
}

/** A name such as `card[number]` is one step, and two as well. */
function waysOf({ path, kinds }: Way): readonly Way[] {
  const [name, ...deeper] = path;
  const [kind, ...deeperKinds] = kinds;
  if (name === undefined || kind === undefined) return [{ path, kinds }];
  const parts = name.split(/[[\].]/).filter((part) => part !== '');
  const partKinds = parts.map((part) => (part === '0' ? ('list' as const) : ('object' as const)));
  return waysOf({ path: deeper, kinds: deeperKinds }).flatMap((rest) => [
    { path: [name, ...rest.path], kinds: [kind, ...rest.kinds] },
    ...(parts.length > 1 || parts[0] !== name
      ? [{ path: [...parts, ...rest.path], kinds: [...partKinds, ...rest.kinds] }]
      : []),
  ]);
}

/** As the rules say it, and as slowly: every way through the steps is tried. */
function isHidden(path: readonly string[], kinds: readonly ('list' | 'object')[], steps: readonly string[]): boolean {
  const [step, ...rest] = steps;
  if (step === undefined) return path.length === 0;
  if (step === '**' && isHidden(path, kinds, rest)) return true;
  const [name, ...deeper] = path;
  if (name === undefined) return false;
  const [kind, ...deeperKinds] = kinds;
  if (kind === 'list' && isHidden(deeper, deeperKinds, steps)) return true;
  if (step === '**') return isHidden(deeper, deeperKinds, steps);
  const isMatch = new RegExp(`^${normal(step).replaceAll('*', '.*')}$`).test(normal(name));
  return isMatch && isHidden(deeper, deeperKinds, rest);
}

function* leaves(
  value: unknown,
  path: readonly string[] = [],
  kinds: readonly ('list' | 'object')[] = [],
): Generator<{ path: readonly string[]; kinds: readonly ('list' | 'object')[]; word: string }> {
  if (typeof value === 'string') yield { path, kinds, word: value };
  else if (typeof value === 'object' && value !== null) {
    const kind = Array.isArray(value) ? 'list' : 'object';
    for (const [name, member] of Object.entries(value)) yield* leaves(member, [...path, name], [...kinds, kind]);
  }
}

test('whatever the JSON and the paths: no value at or below a hidden path is in the answer, and every other one is', () => {
  fc.assert(
    fc.property(body, fc.array(field, { minLength: 1, maxLength: 3 }), (value, fields) => {
      let count = 0;
      const text = JSON.stringify(value).replaceAll(/v\d+v/g, () => `v${(count += 1)}v`);
      const answer = redactJson(text, ...fields).text;
      JSON.parse(answer);
      for (const { path, kinds, word } of leaves(JSON.parse(text))) {
        const isGone = waysOf({ path, kinds }).some((way) =>
          [0, ...way.path.map((_, index) => index + 1)].some((end) =>
            fields.some((one) => isHidden(way.path.slice(0, end), way.kinds.slice(0, end), one.split('.'))),
          ),
        );
        expect(answer.includes(word)).toBe(!isGone);
      }
    }),
    { numRuns: 500 },
  );
});

const form = (text: string, ...fields: readonly string[]) =>
  redactText({ text, contentType: 'application/x-www-form-urlencoded; charset=utf-8' }, createFieldPaths(fields));

describe('a body that is no JSON', () => {
  test('is hidden by the fields of its form', () => {
    expect(form('token=abc&text=a+b%26c&text=2', 'token')).toEqual({
      text: 'token=•••&text=a%20b%26c&text=2',
      hidden: ['token'],
      hiddenCount: 1,
    });
    expect(form('text=a+b', 'token')?.text).toBe('text=a+b');
  });

  test('is hidden by the fields of the JSON in its form', () => {
    const payload = encodeURIComponent('{"user":{"email":"me"}}');
    expect(form(`payload=${payload}`, '**.email')).toEqual({
      text: `payload=${encodeURIComponent('{"user":{"email":"')}•••${encodeURIComponent('"}}')}`,
      hidden: ['payload.user.email'],
      hiddenCount: 1,
    });
  });

  test('is hidden by the steps of its bracketed and dotted names', () => {
    const fields = builtInRedaction.fields ?? [];
    const hidden = 'card[number]=4242&card%5Bcvc%5D=123&card.cvv=1&customer[iban]=DE89&cards[0][number]=4&last4=42';
    expect(form(hidden, ...fields, '**.cards.number')?.text).toBe(
      [
        'card%5Bnumber%5D=•••&card%5Bcvc%5D=•••&card.cvv=•••&customer%5Biban%5D=•••&cards%5B0%5D%5Bnumber%5D=•••',
        'last4=42',
      ].join('&'),
    );
  });

  test.each(['<order><email>me</email></order>', 'just text', '{"email":"cut off'])(
    'is not shown at all: %s',
    (text) => {
      expect(redactText({ text, contentType: 'text/plain' }, createFieldPaths(['**.email']))).toBeUndefined();
      expect(form(text, '**.email')).toBeUndefined();
    },
  );

  test('is shown where nothing is to be hidden', () => {
    expect(redactText({ text: '<order/>', contentType: 'text/xml' }, createFieldPaths([]))?.text).toBe('<order/>');
  });
});

test('of many places some are named and all counted, and of a deep one its first steps and its last', () => {
  const [depth, count] = [50_000, 30_000];
  const text = `${'['.repeat(depth)}${Array.from({ length: count }, () => '{"cvc":1}').join(',')}${']'.repeat(depth)}`;
  const startedAt = performance.now();
  const redacted = redactJson(text, '**.cvc');
  expect(performance.now() - startedAt).toBeLessThan(5000);
  expect(redacted.hiddenCount).toBe(count);
  expect(redacted.hidden).toHaveLength(100);
  expect(redacted.hidden[0]).toMatch(/^0(\.0){18}\.…\.cvc$/);
  const long = 'x'.repeat(1000);
  expect(redact({ [long]: { cvc: 1 } }, '**.cvc').hidden).toEqual([`${'x'.repeat(200)}….cvc`]);
});

test('a large body is redacted in a moment', () => {
  const rows = Array.from({ length: 40_000 }, (_, index) => ({
    id: index,
    customer_email: 'me',
    note: 'x'.repeat(20),
  }));
  const startedAt = performance.now();
  const { text } = redact(rows, ...(builtInRedaction.fields ?? []));
  expect(performance.now() - startedAt).toBeLessThan(5000);
  expect(text).not.toContain('"me"');
});
