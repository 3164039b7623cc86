import { createWhere } from '#shared/expressions/where.ts';

const body = Buffer.from('{"amount":5000,"note":null,"lines":[{"sku":"a"},{"sku":"b"}],"empty":[]}');

test.each([
  ['amount > `1000`', true],
  ['amount < `1000`', false],
  ["lines[?sku=='b']", true],
  ["lines[?sku=='z']", false],
  ['length(lines) == `2`', true],
  ['note', false],
  ['nothing.at.all', false],
  ['empty', false],
  ["contains(note, 'x')", false],
  ["lines[0].sku == 'unknown(a)'", false],
])('%s is %s', (expression, isMeant) => {
  expect(createWhere(expression)(body)).toBe(isMeant);
});

test.each(['amount=5000', '', '\u0000', '{"amount":'])('%j is no JSON, and never meant', (text) => {
  expect(createWhere('@ || `true`')(Buffer.from(text))).toBe(false);
});

test.each([
  ['amount >', 'where: it ends too early at column 9'],
  ['amount = 5', 'where: unknown token = at column 8'],
  ['amount ?? 5', 'at column 8'],
  ['a && lenght(b)', 'where: there is no function lenght() at column 6'],
  ["contains('a')", 'where: '],
])('%s is refused with its place', (expression, message) => {
  expect(() => createWhere(expression)).toThrow(message);
});
