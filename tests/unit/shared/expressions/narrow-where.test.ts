import { createNarrowWhere } from '#shared/expressions/narrow-where.ts';

test.each([
  'customer.email == "ada@example.com"',
  'type == \'x\' && email == "ada@example.com"',
  '"ada@example.com" == email',
  'email == ada',
  'users[?email == "ada"]',
])('%s compares a field with a field, and is refused with how values are quoted', (expression) => {
  expect(() => createNarrowWhere(expression)).toThrow(
    /^where: a field .* single quotes .* backticks .* at column \d+$/,
  );
});

test.each(["type != 'x'", '!email', '`true`', "email == 'ada' || !id", '@ == `{}`', "not_null(email, 'x')"])(
  '%s is true of a body without any field, and is refused',
  (expression) => {
    expect(() => createNarrowWhere(expression)).toThrow(/^where: it is true of a body that has none.*single quotes/);
  },
);

test.each([
  [`customer.email == 'ada@example.com'`, { customer: { email: 'ada@example.com' } }],
  [`"e-mail" == 'ada' && type != 'x'`, { 'e-mail': 'ada' }],
  ['`5` <= amount', { amount: 5 }],
  ['users[?email == \'a<b "c" == d\']', { users: [{ email: 'a<b "c" == d' }] }],
  ["contains(note, 'ada') && @.id", { note: 'of ada', id: 1 }],
])('%s finds %j, and nothing that has none of it', (expression, body) => {
  const where = createNarrowWhere(expression);
  expect([where(Buffer.from(JSON.stringify(body))), where(Buffer.from('{"other":1}'))]).toEqual([true, false]);
});
