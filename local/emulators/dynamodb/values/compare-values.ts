import { attributeOf, membersOf, typeOf, type AttributeValue, type Item } from './attribute-value.ts';
import { compareNumbers } from './decimal.ts';

/** Sets and maps have no order. */
export function areEqual(left: AttributeValue, right: AttributeValue): boolean {
  if (typeOf(left) !== typeOf(right)) return false;
  if ('M' in left) return 'M' in right && areEqualMaps(left.M, right.M);
  if ('L' in left) return 'L' in right && areEqualLists(left.L, right.L);
  const members = membersOf(left);
  if (members) {
    const others = new Set(membersOf(right));
    return members.length === others.size && members.every((member) => others.has(member));
  }
  // Numbers too are texts that are written in one way only.
  return JSON.stringify(left) === JSON.stringify(right);
}

function areEqualMaps(left: Item, right: Item): boolean {
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => {
      const [one, other] = [attributeOf(left, name), attributeOf(right, name)];
      return one !== undefined && other !== undefined && areEqual(one, other);
    })
  );
}

function areEqualLists(left: readonly AttributeValue[], right: readonly AttributeValue[]): boolean {
  return (
    left.length === right.length &&
    left.every((one, index) => {
      const other = right[index];
      return other !== undefined && areEqual(one, other);
    })
  );
}

/** Below 0 when the first is smaller; undefined for types that have no order, or not the same one. */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  if ('S' in left && 'S' in right) return Buffer.compare(Buffer.from(left.S), Buffer.from(right.S));
  if ('N' in left && 'N' in right) return compareNumbers(left.N, right.N);
  if ('B' in left && 'B' in right) return Buffer.compare(Buffer.from(left.B, 'base64'), Buffer.from(right.B, 'base64'));
  return undefined;
}
