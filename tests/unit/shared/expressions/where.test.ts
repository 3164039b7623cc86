import { createWhere } from '#shared/expressions/where.ts';

const body = Buffer.from('{"amount":5000,"note":null,"lines":[{"sku":"a"},{"sku":"b"}],"empty":[]}');

test.each<[string, boolean]>([
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
  ["contains(['a', 'b', 'c'], lines[0].sku) && contains(['b', 'c'], lines[1].sku)", true],
  ...Object.getOwnPropertyNames(Object.prototype).map((name): [string, boolean] => [name, false]),
  ['!constructor && amount', true],
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

test('a field that is called as something of JavaScript is a field', () => {
  const named = Buffer.from('{"constructor":{"toString":[{"__proto__":"a"}]}}');
  expect(createWhere("constructor.toString[0].__proto__ == 'a'")(named)).toBe(true);
});

test.each([
  ['texts of lists', '|to_string([@,@])', ''],
  ['texts of texts', '|to_string([@])', ''],
  ['lists of lists', '|[@,@]', '|to_string(@)'],
  ['objects of objects', '|{a:@,b:@}', '|to_string(@)'],
  ['joined texts', "|join('',[@,@])", ''],
])('%s that grow without end are refused before anything is evaluated', (_, step, end) => {
  expect(() => createWhere(`@${step.repeat(50)}${end}`)).toThrow('more than 1000 times as large');
});
