/** One value in DynamoDB's own JSON; numbers are texts. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly M: Item }
  | { readonly L: readonly AttributeValue[] }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] };

export type Item = Readonly<Record<string, AttributeValue>>;

const TYPES = ['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS'] as const;

export type AttributeType = (typeof TYPES)[number];

export const isAttributeType = (text: string): text is AttributeType => TYPES.some((type) => type === text);

export function typeOf(value: AttributeValue): AttributeType {
  const [type = ''] = Object.keys(value);
  if (!isAttributeType(type)) throw new Error(`There is no attribute type ${type}`);
  return type;
}

/** By its own name only: an attribute may be called `constructor`. */
export function attributeOf(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

/** The members of a set, whatever their type. */
export function membersOf(value: AttributeValue): readonly string[] | undefined {
  if ('SS' in value) return value.SS;
  if ('NS' in value) return value.NS;
  return 'BS' in value ? value.BS : undefined;
}

/** What the database holds was read by readItem before it was stored. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- we wrote it ourselves
export const storedItem = (attributes: string): Item => JSON.parse(attributes) as Item;
