import { missingHere } from '../dynamodb-error.ts';
import { optionalString, type DynamodbInput } from '../dynamodb-input.ts';
import { parseProjection, project, projectedPaths } from '../expressions/projection.ts';
import { readScope } from '../expressions/scope.ts';
import type { Item } from '../values/attribute-value.ts';

/** Gives what a read shows of an item: everything, where its ProjectionExpression names nothing. */
export function readProjected(input: DynamodbInput): (item: Item) => Item {
  if (input['AttributesToGet'] !== undefined) throw missingHere('AttributesToGet: use a ProjectionExpression');
  const text = optionalString(input, 'ProjectionExpression');
  const projection = text === undefined ? undefined : parseProjection('ProjectionExpression', text);
  const scope = readScope(input, [projection]);
  if (!projection) return (item) => item;
  const paths = projectedPaths(projection.tree, scope);
  return (item) => project(item, paths);
}
