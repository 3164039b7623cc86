/** Of sequences that are each in order, one that is; all of them are read ahead by one. */
export async function* mergeInOrder<Item>(
  sequences: readonly AsyncIterable<Item>[],
  compare: (one: Item, other: Item) => number,
): AsyncGenerator<Item> {
  const iterators = sequences.map((sequence) => sequence[Symbol.asyncIterator]());
  try {
    let heads = await Promise.all(iterators.map(async (iterator) => ({ iterator, next: await iterator.next() })));
    for (;;) {
      heads = heads.filter(({ next }) => next.done !== true);
      const first = heads.toSorted((one, other) => compare(one.next.value, other.next.value))[0];
      if (first === undefined) return;
      yield first.next.value;
      first.next = await first.iterator.next();
    }
  } finally {
    // Whoever stops early closes what was being read.
    await Promise.all(iterators.map(async (iterator) => iterator.return?.()));
  }
}
