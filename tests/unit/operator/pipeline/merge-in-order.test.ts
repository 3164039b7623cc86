import { mergeInOrder } from '../../../../operator/pipeline/merge-in-order.ts';
import { array, assert, asyncProperty, integer } from 'fast-check';

async function* given<Item>(items: readonly Item[], onReturn?: () => void): AsyncGenerator<Item> {
  try {
    for (const item of items) {
      // Others get their turn between two items.
      await Promise.resolve();
      yield item;
    }
  } finally {
    onReturn?.();
  }
}

const byValue = (one: number, other: number) => one - other;

test('whatever is merged comes whole and in order', async () => {
  await assert(
    asyncProperty(array(array(integer(), { maxLength: 20 }), { maxLength: 6 }), async (lists) => {
      const merged: number[] = [];
      const sequences = lists.map((list) => given(list.toSorted(byValue)));
      for await (const item of mergeInOrder(sequences, byValue)) merged.push(item);
      expect(merged).toEqual(lists.flat().toSorted(byValue));
    }),
  );
});

test('whoever stops early leaves nothing open', async () => {
  const returned: string[] = [];
  const sequences = [given([1, 3], () => returned.push('odd')), given([2, 4], () => returned.push('even'))];
  for await (const item of mergeInOrder(sequences, byValue)) if (item === 2) break;
  expect(returned.toSorted()).toEqual(['even', 'odd']);
});
