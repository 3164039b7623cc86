// Decisions of ours beside those of @cloud-copilot/iam-simulate 0.1.173, which a throw-away script asked once about made-up
// policies: that package is under the AGPL and stays out of this repository.
import { readFileSync } from 'node:fs';
import type { Access } from '../../../../local/emulators/access.ts';
import { createPolicy } from '../../../../local/iam/policy.ts';
import { readStatements } from '../../../../local/iam/statement.ts';

interface Decided {
  readonly statements: readonly object[];
  readonly asked: readonly (Access & { readonly isAllowed: boolean })[];
}

const decided = JSON.parse(readFileSync('tests/fixtures/iam/decisions.json', 'utf8')) as readonly Decided[];

test('what a policy allows is what another evaluator said that it allows', () => {
  const differing = decided.flatMap(({ statements, asked }) => {
    const policy = createPolicy(readStatements('test', { Statement: statements }));
    const others = asked.filter(({ isAllowed, ...access }) => policy.allowing(access).length > 0 !== isAllowed);
    return others.map((access) => ({ statements, access }));
  });
  expect(differing).toEqual([]);
});

test('it was asked about objects, listings and items, and allowed some of each and not all', () => {
  const kinds = Map.groupBy(
    decided.flatMap(({ asked }) => asked),
    ({ action }) => action,
  );
  expect([...kinds.keys()].toSorted()).toEqual([
    'dynamodb:GetItem',
    'dynamodb:Query',
    's3:DeleteObject',
    's3:GetObject',
    's3:ListBucket',
    's3:PutObject',
  ]);
  for (const cases of kinds.values()) {
    expect(new Set(cases.map(({ isAllowed }) => isAllowed))).toEqual(new Set([true, false]));
  }
});
