import { readSources } from '#shared/messages/source.ts';
import { budgetProblems } from '../../../../functions/ingest/budget-problems.ts';
import { loadProvider } from '../../../../functions/ingest/providers/load-provider.ts';

const of = (sources: object) => budgetProblems(readSources(JSON.stringify(sources)), loadProvider);
const budget = { perSecond: 5 };

test('a budget is a problem where the sender would lose what is refused, and nowhere else', async () => {
  const secrets = ['a'];
  expect(
    await of({
      loses: { provider: 'github', secrets, budget },
      resends: { provider: 'stripe', secrets, budget },
      unlimited: { provider: 'github', secrets },
      orphan: { provider: 'a-provider-we-do-not-have', secrets, budget },
      wrong: { provider: 'custom', secrets, budget, description: {} },
      invalid: { provider: 'github', secrets: 'a', budget },
    }),
  ).toEqual(['loses.budget: is not kept, because github does not send again what is refused']);
});
