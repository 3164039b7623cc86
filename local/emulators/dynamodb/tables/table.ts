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
  /** Its entries hold few attributes, and hold them themselves: reading many of them reads nothing else. */
  readonly isNarrow: boolean;
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

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html#limits-secondary-indexes */
export const INDEXES_MAX = 20;
/** Beyond about as many it costs more to write them again with each change than to read them from the item. */
export const NARROW_ATTRIBUTES_MAX = 8;
