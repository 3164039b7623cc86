import { withoutLiterals } from '#shared/expressions/without-literals.ts';

test.each([
  ["starts_with(customer.email, 'ada@')", "starts_with(customer.email, '…')"],
  ["a == 'it\\'s `x`' && b > `4242`", "a == '…' && b > `…`"],
  ['"e-mail" == \'ada\' || "fed up".b == `"x"`', '"e-mail" == \'…\' || "fed up".b == `…`'],
  ['email == "ada@example.com"', 'email == "…"'],
  ['amount', 'amount'],
])('%s is logged as %s', (expression, logged) => {
  expect(withoutLiterals(expression)).toBe(logged);
});
