import { attributeOf, membersOf, type AttributeValue, type Item } from './attribute-value.ts';

/** Of a map or list, and of each of its entries. */
const CONTAINER_BYTES = 3;
const ENTRY_BYTES = 1;

/** As DynamoDB counts: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
export function sizeOf(item: Item): number {
  let bytes = 0;
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) bytes += Buffer.byteLength(name) + sizeOfValue(value);
  }
  return bytes;
}

/** By how much an item became larger where only the named attributes changed. */
export function growthOf(old: Item, item: Item, names: readonly string[]): number {
  return names.reduce((bytes, name) => bytes + sizeOfAttribute(item, name) - sizeOfAttribute(old, name), 0);
}

function sizeOfAttribute(item: Item, name: string): number {
  const value = attributeOf(item, name);
  return value ? Buffer.byteLength(name) + sizeOfValue(value) : 0;
}

export function sizeOfValue(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return sizeOfNumber(value.N);
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('BOOL' in value || 'NULL' in value) return 1;
  if ('M' in value) return CONTAINER_BYTES + sizeOf(value.M) + ENTRY_BYTES * Object.keys(value.M).length;
  if ('L' in value) return value.L.reduce((bytes, one) => bytes + ENTRY_BYTES + sizeOfValue(one), CONTAINER_BYTES);
  if ('NS' in value) return value.NS.reduce((bytes, member) => bytes + sizeOfNumber(member), 0);
  const encoding = 'BS' in value ? 'base64' : 'utf8';
  return (membersOf(value) ?? []).reduce((bytes, member) => bytes + Buffer.byteLength(member, encoding), 0);
}

/** Two digits a byte, and one for the rest. */
function sizeOfNumber(text: string): number {
  const digits = text
    .replace(/^-?0*\.?0*/, '')
    .replace(/0*$/, '')
    .replace(/\./, '').length;
  return Math.ceil(digits / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}
