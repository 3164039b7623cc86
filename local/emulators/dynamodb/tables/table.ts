/** One attribute, or two. */
export interface Keys {
  readonly partition: string;
  readonly sort?: string;
}

export type KeyType = 'S' | 'N' | 'B';

export interface TableIndex {
  readonly name: string;
  /** From 1 on, in the order of their creation. */
  readonly number: number;
  readonly keys: Keys;
  /** The attributes that its entries hold, its own keys and the table's among them. */
  readonly holds: 'all' | ReadonlySet<string>;
}

export interface Table {
  readonly id: number;
  readonly name: string;
  readonly keys: Keys;
  readonly keyTypes: ReadonlyMap<string, KeyType>;
  readonly indexes: readonly TableIndex[];
  /** As DescribeTable shows what it was created with. */
  readonly description: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
}

export const keyNames = ({ partition, sort }: Keys): readonly string[] =>
  sort === undefined ? [partition] : [partition, sort];

/** Above an index's number, so that one number names an entry: the item's id × this + the index's number. */
export const INDEXES_MAX = 20;
export const ENTRY_ID_FACTOR = 32;
