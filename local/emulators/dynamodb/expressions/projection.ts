import { attributeOf, type AttributeValue, type Item } from '../values/attribute-value.ts';
import { createExpression } from './expression.ts';
import { checkApart, readPath, resolvePath, type Path } from './path.ts';
import type { Scope } from './scope.ts';

export const parseProjection = createExpression<readonly Path[]>((reader) => {
  const paths = [readPath(reader)];
  while (reader.accept(',')) paths.push(readPath(reader));
  return paths;
});

/** @throws {DynamodbError} where two of them meet */
export function projectedPaths(paths: readonly Path[], scope: Scope): readonly Path[] {
  const resolved = paths.map((path) => resolvePath(path, scope));
  checkApart('ProjectionExpression', resolved);
  return resolved;
}

/** The parts of the item that lie on these paths, each where it was; lists close up. */
export function project(item: Item, paths: readonly Path[]): Item {
  const steps = new Set(paths.map(([step]) => step));
  return Object.fromEntries(
    [...steps].flatMap((step) => {
      const value = typeof step === 'string' ? attributeOf(item, step) : undefined;
      const part = value && projectValue(value, restBehind(paths, step));
      return part && typeof step === 'string' ? [[step, part] as const] : [];
    }),
  );
}

const restBehind = (paths: readonly Path[], step: string | number | undefined) =>
  paths.filter(([first]) => first === step).map(([, ...rest]) => rest);

function projectValue(value: AttributeValue, paths: readonly Path[]): AttributeValue | undefined {
  if (paths.some(({ length }) => length === 0)) return value;
  if ('M' in value) {
    const map = project(value.M, paths);
    return Object.keys(map).length > 0 ? { M: map } : undefined;
  }
  if (!('L' in value)) return undefined;
  const list = value.L.flatMap((element, index) => {
    const rest = restBehind(paths, index);
    const part = rest.length > 0 ? projectValue(element, rest) : undefined;
    return part ? [part] : [];
  });
  return list.length > 0 ? { L: list } : undefined;
}
