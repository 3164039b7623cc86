import { describeCounts, reasonLines } from '../../../../../operator/commands/runs/describe-counts.ts';

const counts = { matched: 3, succeeded: 1, skipped: 0, failed: 0 };
const plain = (_colour: string, text: string) => text;

test('what was begun and is not known is told beside the others, with what to expect of it', () => {
  const unknown = { ...counts, unknown: 2, unknownBecause: { 'its call died: it was sent, or not': 2 } };
  expect(describeCounts(unknown, 'replay')).toBe('1 sent, 0 skipped, 0 failed, 2 begun, not known');
  expect(reasonLines(unknown, plain)).toEqual(['  2 begun, not known: its call died: it was sent, or not']);
});

test('of a run in which nothing died nothing is said of it', () => {
  expect(describeCounts(counts, 'discard')).toBe('1 discarded, 0 skipped, 0 failed');
  expect(reasonLines(counts, plain)).toEqual([]);
});
