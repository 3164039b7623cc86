import { invalid } from '../dynamodb-error.ts';
import type { AttributeValue, Item } from '../values/attribute-value.ts';
import { membersOf, typeOf } from '../values/attribute-value.ts';
import { areEqual } from '../values/compare-values.ts';
import { addNumbers } from '../values/decimal.ts';
import { removeAt, setAt } from './change-at.ts';
import { resolveOperand } from './operand.ts';
import { checkApart, resolvePath, valueAt, type Path } from './path.ts';
import type { Scope } from './scope.ts';
import type { Assignment, NewValue, Update } from './update.ts';

/** Every path that the update touches. @throws {DynamodbError} where two of them meet */
export function updatedPaths(update: Update, scope: Scope): readonly Path[] {
  const assigned = [...update.set, ...update.add, ...update.delete].map(({ path }) => path);
  const paths = [...assigned, ...update.remove].map((path) => resolvePath(path, scope));
  checkApart('UpdateExpression', paths);
  return paths;
}

/** The item as the update makes it; everything is computed from the item as it was. */
export function applyUpdate(update: Update, item: Item, scope: Scope): Item {
  let changed = item;
  const set = ({ path }: Assignment, value: AttributeValue) => {
    changed = setAt(changed, resolvePath(path, scope), value);
  };
  for (const one of update.set) set(one, compute(one.value, item, scope));
  for (const one of update.add) set(one, added(...sides(one, item, scope)));
  for (const one of update.delete) {
    const [old, taken] = sides(one, item, scope);
    const left = old && without(old, taken);
    if (left) set(one, left);
    else changed = removeAt(changed, resolvePath(one.path, scope));
  }
  // From the end of a list on: removing an element moves those behind it.
  const removed = update.remove.map((path) => resolvePath(path, scope)).toSorted(byLastStep);
  for (const path of removed) changed = removeAt(changed, path);
  return changed;
}

const byLastStep = (left: Path, right: Path) => Number(right.at(-1)) - Number(left.at(-1)) || 0;

function sides({ path, value }: Assignment, item: Item, scope: Scope) {
  return [valueAt(item, resolvePath(path, scope)), compute(value, item, scope)] as const;
}

function compute(value: NewValue, item: Item, scope: Scope): AttributeValue {
  if (value.type === 'operand') {
    const found = resolveOperand(value.operand, item, scope);
    if (found === undefined) {
      throw invalid('The provided expression refers to an attribute that does not exist in the item');
    }
    return found;
  }
  if (value.type === 'if-not-exists') {
    return valueAt(item, resolvePath(value.path, scope)) ?? compute(value.otherwise, item, scope);
  }
  const [left, right] = [compute(value.left, item, scope), compute(value.right, item, scope)];
  if (value.type === 'list-append') {
    if (!('L' in left && 'L' in right)) throw wrongOperand();
    return { L: [...left.L, ...right.L] };
  }
  if (!('N' in left && 'N' in right)) throw wrongOperand();
  return { N: addNumbers(left.N, right.N, value.type === 'plus' ? 1n : -1n) };
}

function added(old: AttributeValue | undefined, more: AttributeValue): AttributeValue {
  if (!('N' in more) && membersOf(more) === undefined) throw wrongOperand();
  if (old === undefined) return more;
  if ('N' in old && 'N' in more) return { N: addNumbers(old.N, more.N) };
  return setOf(old, more, (members, others) => [...new Set([...members, ...others])]) ?? more;
}

/** Undefined when nothing is left: there are no empty sets. */
function without(old: AttributeValue, taken: AttributeValue): AttributeValue | undefined {
  if (areEqual(old, taken)) return undefined;
  return setOf(old, taken, (members, others) => members.filter((member) => !others.includes(member)));
}

function setOf(
  old: AttributeValue,
  other: AttributeValue,
  combine: (members: readonly string[], others: readonly string[]) => readonly string[],
): AttributeValue | undefined {
  const [members, others] = [membersOf(old), membersOf(other)];
  if (members === undefined || others === undefined || typeOf(old) !== typeOf(other)) throw wrongOperand();
  const combined = combine(members, others);
  if (combined.length === 0) return undefined;
  if ('SS' in old) return { SS: combined };
  return 'NS' in old ? { NS: combined } : { BS: combined };
}

const wrongOperand = () => invalid('An operand in the update expression has an incorrect data type');
