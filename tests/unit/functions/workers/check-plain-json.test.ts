import * as fc from 'fast-check';
import { checkPlainJson } from '../../../../functions/workers/check-plain-json.ts';

const refusalOf = (value: unknown): string | undefined => {
  try {
    checkPlainJson(value);
    return undefined;
  } catch (error) {
    return (error as Error).message.replace('Not plain JSON: ', '');
  }
};

class Receipt {
  readonly at = 1;
}
const cyclic: Record<string, unknown> = { name: 'loop' };
cyclic['self'] = { again: cyclic };

test.each<[unknown, string]>([
  [undefined, 'the result is undefined'],
  [{ a: undefined }, 'the result.a is undefined'],
  [{ a: [1, { b: 1n }] }, 'the result.a[1]… is bigint'],
  [{ a: { b: { c: { d: 1n } } } }, 'the result.a.b… is bigint'],
  [{ data: { 'customer jane roe born 1970': { x: Infinity } } }, 'the result.data.?… is Infinity'],
  [{ data: { ['k'.repeat(32)]: Number.NaN } }, 'the result.data.? is NaN'],
  [{ at: new Date(0) }, 'the result.at is a Date'],
  [[new Receipt()], 'the result[0] is a Receipt'],
  [new Map(), 'the result is a Map'],
  [Buffer.from('a'), 'the result is a Buffer'],
  [{ total: Number.NaN }, 'the result.total is NaN'],
  [{ total: Infinity }, 'the result.total is Infinity'],
  [{ later: () => 1 }, 'the result.later is function'],
  [{ mark: Symbol('x') }, 'the result.mark is symbol'],
  // oxlint-disable-next-line no-sparse-arrays -- a hole is what is tested
  [[1, , 2], 'the result[1] is undefined'],
  [cyclic, 'the result.self.again is an object that contains itself'],
])('%j is refused at its place', (value, refusal) => {
  expect(refusalOf(value)).toBe(refusal);
});

test('one object at two places is no cycle', () => {
  const shared = { a: 1 };
  expect(refusalOf({ left: shared, right: [shared] })).toBeUndefined();
});

test('whatever JSON.parse gives is plain, and survives being printed and parsed', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(refusalOf(JSON.parse(text))).toBeUndefined();
    }),
  );
});

test('what is accepted is kept whole, whatever it is', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true }), (value) => {
      fc.pre(refusalOf(value) === undefined);
      const kept: unknown = JSON.parse(JSON.stringify(value));
      expect(JSON.stringify(kept)).toBe(JSON.stringify(value));
      expect(refusalOf(kept)).toBeUndefined();
    }),
  );
});
