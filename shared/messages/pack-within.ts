export interface PackLimits {
  readonly countMax: number;
  readonly bytesMax: number;
}

/** In order, each pack as full as both limits allow. An item that is over the limit by itself is a pack of its own. */
export function packWithin<Item>(
  items: readonly Item[],
  bytesOf: (item: Item) => number,
  { countMax, bytesMax }: PackLimits,
): readonly (readonly Item[])[] {
  const packs: Item[][] = [];
  let packBytes = 0;
  for (const item of items) {
    const bytes = bytesOf(item);
    const last = packs.at(-1);
    if (last && last.length < countMax && packBytes + bytes <= bytesMax) {
      last.push(item);
      packBytes += bytes;
    } else {
      packs.push([item]);
      packBytes = bytes;
    }
  }
  return packs;
}
