import * as fc from 'fast-check';
import { indexCondition } from '#shared/aws/index-condition.ts';

const keys = { partition: 'workerState', sort: 'lastAt' };
const bytes = (text: string) => Buffer.from(text);
const isBelow = (left: string, right: string) => Buffer.compare(bytes(left), bytes(right)) < 0;

/** As DynamoDB finds it: texts are in the order of their bytes. */
function isFound(sort: string, range: { readonly since?: string; readonly until?: string }): boolean {
  const input = indexCondition(keys, { partition: 'p', ...range });
  if (input === 'nothing') return false;
  const values: Readonly<Record<string, { readonly S: string } | undefined>> = input.ExpressionAttributeValues;
  const [since, until, last] = [':since', ':until', ':last'].map((name) => values[name]?.S);
  expect(input.KeyConditionExpression.match(/#sort/g) ?? []).toHaveLength((since ?? until ?? last) ? 1 : 0);
  return (
    !(since !== undefined && isBelow(sort, since)) &&
    !(until !== undefined && !isBelow(sort, until)) &&
    !(last !== undefined && isBelow(last, sort))
  );
}

test('a range holds what lies at its beginning or behind, and before its end', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', '\u{0}', '\u{1}', 'é', '\u{D7FF}', '\u{E000}', '😀'),
    maxLength: 4,
  });
  const range = fc.record({ since: text, until: text }, { requiredKeys: [] });
  fc.assert(
    fc.property(text, range, (sort, bounds) => {
      const { since, until } = bounds;
      const isWithin = (since === undefined || !isBelow(sort, since)) && (until === undefined || isBelow(sort, until));
      expect(isFound(sort, bounds)).toBe(isWithin);
    }),
    { numRuns: 2000 },
  );
});

test('a prefix is asked for as such, and an empty one is none', () => {
  expect(indexCondition(keys, { partition: 'p', prefix: 'f1/' })).toEqual({
    KeyConditionExpression: '#partition = :partition AND begins_with(#sort, :prefix)',
    ExpressionAttributeNames: { '#partition': 'workerState', '#sort': 'lastAt' },
    ExpressionAttributeValues: { ':partition': { S: 'p' }, ':prefix': { S: 'f1/' } },
  });
  expect(indexCondition(keys, { partition: 'p', prefix: '' })).toEqual(indexCondition(keys, { partition: 'p' }));
});
