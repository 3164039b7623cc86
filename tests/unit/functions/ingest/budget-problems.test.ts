import { budgetProblems } from '../../../../functions/ingest/budget-problems.ts';
import { providers } from '../../../../functions/ingest/providers/index.ts';

const of = (sources: object) => budgetProblems(JSON.stringify(sources), providers);
const budget = { perSecond: 5 };

test('a budget is a problem where the sender would lose what is refused, and nowhere else', () => {
  const secrets = ['a'];
  expect(
    of({
      loses: { provider: 'github', secrets, budget },
      resends: { provider: 'stripe', secrets, budget },
      unlimited: { provider: 'github', secrets },
      orphan: { provider: 'a-provider-we-do-not-have', secrets, budget },
      invalid: { provider: 'github', secrets: 'a', budget },
    }),
  ).toEqual(['loses.budget: is not kept, because github does not send again what is refused']);
});
