import { invalid } from '../dynamodb-error.ts';
import { attributeOf, type AttributeValue, type Item } from '../values/attribute-value.ts';
import { pickAttributes } from '../values/pick-attributes.ts';
import type { Path } from './path.ts';

/** Undefined takes away what is there. */
type Change = (old: AttributeValue | undefined) => AttributeValue | undefined;

/** A list grows by one at most. @throws {DynamodbError} where the way there does not exist */
export const setAt = (item: Item, path: Path, value: AttributeValue): Item => changeMap(item, path, () => value);

/** As it is where there is nothing. */
export const removeAt = (item: Item, path: Path): Item => changeMap(item, path, () => undefined);

function changeMap(map: Item, [step, ...rest]: Path, change: Change): Item {
  if (typeof step !== 'string') throw noSuchPath();
  const old = attributeOf(map, step);
  const value = changeValue(old, rest, change);
  if (value !== undefined) return { ...map, [step]: value };
  return old === undefined ? map : pickAttributes(map, (name) => name !== step);
}

function changeList(list: readonly AttributeValue[], [step, ...rest]: Path, change: Change): readonly AttributeValue[] {
  if (typeof step !== 'number') throw noSuchPath();
  const value = changeValue(list[step], rest, change);
  if (value === undefined) return list.filter((_, index) => index !== step);
  return step < list.length ? list.with(step, value) : [...list, value];
}

function changeValue(old: AttributeValue | undefined, path: Path, change: Change): AttributeValue | undefined {
  if (path.length === 0) return change(old);
  if (old !== undefined && 'M' in old) return { M: changeMap(old.M, path, change) };
  if (old !== undefined && 'L' in old) return { L: changeList(old.L, path, change) };
  throw noSuchPath();
}

const noSuchPath = () => invalid('The document path provided in the update expression is invalid for update');
