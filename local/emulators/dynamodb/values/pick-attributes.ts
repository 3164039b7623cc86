import type { AttributeValue, Item } from './attribute-value.ts';

/** The attributes whose names are kept; this is done for each item that is read or written, so it makes no lists. */
export function pickAttributes(item: Item, isKept: (name: string) => boolean): Item {
  // Assigning to this one name would do something else than make an attribute.
  if (Object.hasOwn(item, '__proto__'))
    return Object.fromEntries(Object.entries(item).filter(([name]) => isKept(name)));
  const picked: Record<string, AttributeValue> = {};
  for (const name in item) {
    const value = item[name];
    if (value !== undefined && isKept(name)) picked[name] = value;
  }
  return picked;
}
