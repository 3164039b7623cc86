import type { Table } from '../tables/table.ts';
import type { Item } from '../values/attribute-value.ts';
import type { ItemKey } from './item-key.ts';

export interface StoredItem {
  readonly id: number;
  readonly item: Item;
  readonly bytes: number;
}

/** Where one item lies, or may lie. */
export interface ItemPlace {
  readonly table: Table;
  readonly key: ItemKey;
}
