import type { TableIndex } from '../tables/table.ts';
import type { Item } from '../values/attribute-value.ts';
import { pickAttributes } from '../values/pick-attributes.ts';

/** What an index projects of an item. */
export function heldBy({ holds }: TableIndex, item: Item): Item {
  if (holds === 'all') return item;
  return pickAttributes(item, (name) => holds.has(name));
}

export const isHeldBy = ({ holds }: TableIndex, name: string): boolean => holds === 'all' || holds.has(name);
