import { providers } from '../../functions/ingest/providers/index.ts';
import { providerMovements } from '../../functions/workers/ledger/movements/index.ts';
import { readTemplate } from '../support/template-reader.ts';

const { one } = readTemplate('prod');
const described = providerMovements.flatMap(({ movements }) => movements.flatMap(({ types }) => types));

test('the ledger is sent the types that its descriptions tell of, and no other', () => {
  const { FilterPolicy } = one('AWS::SNS::Subscription', 'LedgerSubscription').properties as {
    readonly FilterPolicy: Readonly<Record<string, readonly string[]>>;
  };
  expect(FilterPolicy['type']?.toSorted()).toEqual([...new Set(described)].toSorted());
  expect(FilterPolicy).toEqual({ type: FilterPolicy['type'], source: [{ 'anything-but': ['canary'] }] });
});

test('the ledger counts only money of providers that there are', () => {
  expect(Object.keys(providers)).toEqual(expect.arrayContaining(providerMovements.map(({ provider }) => provider)));
});
