import * as fc from 'fast-check';
import { messageBytes } from '#shared/messages/message-bytes.ts';
import { packBatches } from '../../../../functions/dispatch/pack-batches.ts';

const MAX = 256 * 1024;
const entry = (bytes: number) => ({ message: 'x'.repeat(bytes), attributes: {} });
const counts = (sizes: readonly number[]) => packBatches(sizes.map(entry)).map((batch) => batch.length);

test.each<[string, number[], number[]]>([
  ['nothing', [], []],
  ['ten small ones', Array<number>(10).fill(1), [10]],
  ['an eleventh', Array<number>(11).fill(1), [10, 1]],
  ['two that fill 256 KiB exactly', [MAX / 2, MAX / 2], [2]],
  ['two that are one byte over', [MAX / 2, MAX / 2 + 1], [1, 1]],
  ['one of the full size between small ones', [1, MAX, 1], [1, 1, 1]],
  ['one over the limit, which SNS alone may refuse', [1, MAX + 1, 1], [1, 1, 1]],
])('%s', (_, sizes, expected) => {
  expect(counts(sizes)).toEqual(expected);
});

test('bytes in UTF-8 count, and not characters', () => {
  expect(messageBytes('é🚀', { größe: '€' })).toBe(6 + (7 + 6 + 3));
});

test("an attribute's name, type and value count", () => {
  expect(messageBytes('12345', { source: 'abc', type: 'de' })).toBe(5 + (6 + 6 + 3) + (4 + 6 + 2));
  const full = { message: 'x'.repeat(MAX - 13), attributes: { type: 'abc' } };
  expect(packBatches([full, { message: '', attributes: {} }])).toHaveLength(1);
  expect(packBatches([full, { message: 'x', attributes: {} }])).toHaveLength(2);
});

test('every entry is in one batch, in order, and no batch that could be split breaks a limit', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: MAX + 10 }), { maxLength: 40 }), (sizes) => {
      const entries = sizes.map((bytes, name) => ({ name, message: 'x'.repeat(bytes), attributes: {} }));
      const batches = packBatches(entries);
      expect(batches.flat().map(({ name }) => name)).toEqual(entries.map(({ name }) => name));
      for (const batch of batches) {
        expect(batch.length).toBeLessThanOrEqual(10);
        const bytes = batch.reduce((sum, { message }) => sum + message.length, 0);
        expect(batch.length === 1 || bytes <= MAX).toBe(true);
      }
    }),
  );
});
